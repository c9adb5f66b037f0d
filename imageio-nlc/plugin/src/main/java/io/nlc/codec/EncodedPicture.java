package io.nlc.codec;

import java.util.List;

/**
 * What the encoder made of a picture.
 *
 * @param quality level in units of 1/256, for the header
 * @param tileWidth for the header
 * @param tileHeight for the header
 * @param tiles payloads in row-major order
 * @param targetReached whether the {@link RateTarget} could be met; if not, this is the nearest the pack can come
 * @param psnr 8-bit RGB PSNR in dB if the target was one, else NaN
 */
public record EncodedPicture(
        int quality, int tileWidth, int tileHeight, List<byte[]> tiles, boolean targetReached, double psnr) {

    public EncodedPicture {
        tiles = List.copyOf(tiles);
    }
}
