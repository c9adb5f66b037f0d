package io.nlc.codec.latent;

import io.nlc.entropy.MixtureCoder;

/**
 * Rounding by rate and distortion: a symbol may go to a neighbour of its value that saves more bits than the error
 * costs.
 */
public final class Rounding {

    private Rounding() {}

    /**
     * What an error of 1 in a symbol costs, in bits, for it grows with the square.
     *
     * @param channels least price in each channel, not negative
     * @param rise by how many times that the price is higher where the symbol will hardly be zero
     */
    public record Price(double[] channels, double rise) {

        double of(int channel, MixtureCoder.Distribution distribution) {
            return rise == 0 ? channels[channel] : channels[channel] * (1 + rise * (1 - distribution.zero()));
        }
    }

    /** What errors cost at the positions of a tile. */
    public interface Prices {

        /** The price at a position, 0 to height * width - 1 row by row. */
        Price at(int position);
    }

    /** The nearest 16-bit integer, ties to even. */
    public static int nearest(float y) {
        return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(y)));
    }

    /** The symbol of least cost as below, at the price of a channel. */
    static int choose(float y, Price price, int channel, MixtureCoder.Distribution distribution) {
        int chosen = choose(y, price.channels[channel], distribution);
        // What is not worth its bits at the least price is not at a higher one: that settles nearly all symbols.
        return price.rise == 0 || chosen == nearest(y)
                ? chosen
                : choose(y, price.of(channel, distribution), distribution);
    }

    /**
     * The symbol of least bits + weight * squared error among the nearest integer, the one on the value's other side,
     * and the one nearer to zero.
     *
     * @param y value
     * @param weight cost of a squared error of 1 in bits, not negative
     */
    static int choose(float y, double weight, MixtureCoder.Distribution distribution) {
        int nearest = nearest(y);
        double bits = distribution.bits(nearest);
        double off = Math.abs(y - nearest);
        if (bits <= weight * (1 - 2 * off) || Math.abs(nearest) == Short.MAX_VALUE || nearest == Short.MIN_VALUE) {
            return nearest; // no saving can pay for the error; that is so for nearly all symbols
        }
        int other = y > nearest ? nearest + 1 : nearest - 1;
        int best = nearest;
        double least = bits + weight * off * off;
        double cost = distribution.bits(other) + weight * (1 - off) * (1 - off);
        if (cost < least) {
            best = other;
            least = cost;
        }
        int lower = nearest - Integer.signum(nearest);
        if (lower != nearest
                && lower != other
                && bits > weight * (1 + 2 * off)
                && distribution.bits(lower) + weight * (1 + off) * (1 + off) < least) {
            best = lower;
        }
        return best;
    }
}
