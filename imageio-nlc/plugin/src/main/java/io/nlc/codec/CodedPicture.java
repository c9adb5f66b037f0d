package io.nlc.codec;

import io.nlc.container.FileFrame;

/**
 * What an encoder made of a picture.
 *
 * @param tiles for the file
 * @param quality level in 1/256 that networks ran at, or would have run at; the pack's highest beyond quality 1
 * @param targetReached whether the {@link RateTarget} could be met; if not, this is the nearest there is
 * @param psnr 8-bit RGB PSNR in dB if the target was one, else NaN
 */
public record CodedPicture(FileFrame.Tiles tiles, int quality, boolean targetReached, double psnr) {}
