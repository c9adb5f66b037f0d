package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.coding.Codec;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Colours and marks of curves: different ones for up to eight, whichever these are; a curve keeps its own as long as it
 * is shown.
 */
final class PlotStyles {

    private static final int COLOURS = 8;

    private final Map<Codec, Integer> slots = new HashMap<>();

    /**
     * Says which curves are shown.
     *
     * @param shown in their order
     * @param available all there are, of which the place is a curve's first choice
     */
    void assign(Collection<Codec> shown, List<Codec> available) {
        slots.keySet().retainAll(shown);
        TreeSet<Integer> taken = new TreeSet<>(slots.values());
        for (Codec codec : shown) {
            if (codec instanceof Codec.Jpeg || slots.containsKey(codec)) {
                continue;
            }
            int wanted = Math.max(0, available.indexOf(codec)) % COLOURS;
            int slot = taken.add(wanted) ? wanted : free(taken);
            slots.put(codec, slot);
        }
    }

    private static int free(TreeSet<Integer> taken) {
        int slot = 0;
        while (!taken.add(slot)) {
            slot++;
        }
        return slot;
    }

    /** Style classes of a curve: its colour and mark, and how its line is drawn. */
    List<String> of(Codec codec) {
        if (codec instanceof Codec.Jpeg) {
            return List.of("plot-color-jpeg", "plot-solid");
        }
        int slot = slots.getOrDefault(codec, 0);
        return List.of("plot-color-" + slot % COLOURS, slot < COLOURS ? "plot-solid" : "plot-dashed");
    }
}
