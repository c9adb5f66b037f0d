package io.nlc.codec.latent;

import io.nlc.context.CausalOrder;
import io.nlc.model.PackManifest;
import io.nlc.runtime.FloatTensor;
import java.util.function.IntConsumer;

/** What the rows of a row network are made of: hyper features and visible symbols of one tile, by elements. */
final class RowLayout {

    private final PackManifest manifest;
    private final NeighbourGrid grid;
    private final int planes;
    private final int symbols;
    private final int features;
    private final int parameters;
    private int elements;
    private float[] hyperRows = new float[0];

    RowLayout(PackManifest manifest, CausalOrder order) {
        this.manifest = manifest;
        this.grid = new NeighbourGrid(order.taps());
        this.planes = order.planes(manifest.latent().channels());
        this.symbols = manifest.latent().channels() / planes;
        this.features = manifest.latent().hyperFeatures() / planes;
        this.parameters = manifest.parameterChannels() / planes;
    }

    /** Symbols of an element. */
    int symbols() {
        return symbols;
    }

    /** Hyper features of an element. */
    int features() {
        return features;
    }

    /** Parameters of an element. */
    int parameters() {
        return parameters;
    }

    /** Symbols that an element sees, once there is a tile. */
    int seen() {
        return grid.seen();
    }

    /** Elements of the tile. */
    int elements() {
        return elements;
    }

    /** Takes a tile of which no symbol is visible yet. */
    void reset(FloatTensor hyper, int height, int width) {
        elements = planes * height * width;
        grid.reset(planes, height, width, symbols);
        // The network's features are a plane of one feature for each plane of the latent, or all of a position.
        if (hyperRows.length < hyper.size()) {
            hyperRows = new float[hyper.size()];
        }
        for (int f = 0, i = 0; f < features; f++) {
            for (int e = 0; e < elements; e++) {
                hyperRows[e * features + f] = hyper.get(i++);
            }
        }
    }

    /** Where an element is, for {@link #set}: some divisions, to be done once for all of its symbols. */
    int place(int element) {
        return grid.place(element);
    }

    /** Makes a symbol of the element at a place visible; true if it was not what it was held to be before. */
    boolean set(int place, int symbol, int value) {
        return grid.set(place, symbol, ContextForm.clip(value, manifest));
    }

    /** Copies the hyper features of an element. */
    void gatherHyper(int element, float[] to, int at) {
        System.arraycopy(hyperRows, element * features, to, at, features);
    }

    /** Copies what an element sees. */
    void gatherSeen(int element, float[] to, int at) {
        grid.gather(element, to, at);
    }

    /** Names the elements that see an element. */
    void forEachReader(int element, IntConsumer consumer) {
        grid.forEachReader(element, consumer);
    }
}
