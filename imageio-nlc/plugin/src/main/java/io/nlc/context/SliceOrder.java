package io.nlc.context;

import java.util.ArrayList;
import java.util.List;

/**
 * Channel slices with a checkerboard in each (Jiang et al. 2023, MLIC): a slice's anchors see all slices before, its
 * other positions the slice's anchors as well. Steps: two a slice.
 *
 * @param slices channels of each slice in coding order, each at least 1
 */
public record SliceOrder(List<Integer> slices) implements CodingOrder {

    /**
     * Symbols that are coded together.
     *
     * @param slice number of the slice
     * @param first its first channel
     * @param channels how many channels it has
     * @param anchors whether these are its anchors, which see none of their own slice
     * @param positions row times width plus column, rising; at each, all channels of the slice are coded
     */
    public record SlicePass(int slice, int first, int channels, boolean anchors, int[] positions) {}

    public SliceOrder {
        slices = List.copyOf(slices);
        if (slices.isEmpty() || slices.stream().anyMatch(s -> s < 1)) {
            throw new IllegalArgumentException("slices must have at least one channel each, not " + slices);
        }
    }

    /** Channels of all slices together. */
    public int channels() {
        return slices.stream().mapToInt(Integer::intValue).sum();
    }

    /** The passes over a latent; each symbol is in just one of them. */
    public List<SlicePass> passes(int height, int width) {
        List<Pass> halves = new CheckerboardOrder().passes(height, width);
        List<SlicePass> passes = new ArrayList<>(slices.size() * halves.size());
        int first = 0;
        for (int slice = 0; slice < slices.size(); slice++) {
            for (Pass half : halves) {
                passes.add(new SlicePass(slice, first, slices.get(slice), !half.seesContext(), half.positions()));
            }
            first += slices.get(slice);
        }
        return passes;
    }

    @Override
    public int steps(int channels, int height, int width) {
        return slices.size() * new CheckerboardOrder().steps(channels, height, width);
    }

    @Override
    public int step(int channel, int row, int column, int height, int width) {
        int slice = 0;
        for (int end = slices.get(0); end <= channel; end += slices.get(slice)) {
            slice++;
        }
        int halves = height * width == 1 ? 1 : 2; // a single position is an anchor
        return halves * slice + (row + column) % 2;
    }

    @Override
    public boolean byChannel() {
        return slices.size() > 1;
    }
}
