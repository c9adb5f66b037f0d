package io.nlc.viewer.vm.inside;

import java.util.Comparator;

/** By what channels are sorted, largest first; or by their number. */
public enum Sort {
    BITS(Comparator.comparingDouble(Channel::bits).reversed().thenComparingInt(Channel::number)),
    ENERGY(Comparator.comparingDouble(Channel::energy).reversed().thenComparingInt(Channel::number)),
    NUMBER(Comparator.comparingInt(Channel::number));

    private final Comparator<Channel> order;

    Sort(Comparator<Channel> order) {
        this.order = order;
    }

    Comparator<Channel> order() {
        return order;
    }
}
