package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;

/** Codes the pixels of a block one after the other, row by row. */
sealed interface PixelCoder permits JointCoder, SeparateCoder {

    /** Goes to the next row, at first to the first. */
    void nextRow();

    /** Codes the pixels of a row. @param from where the row begins */
    void row(Coding coding, int from) throws CorruptStreamException;

    /** Codes the pixel of column x of the row that begins at from. */
    void pixel(Coding coding, int from, int x) throws CorruptStreamException;

    /** Takes the pixel of column x of the row that begins at from out of another place, which is coded already. */
    void copy(int from, int x, int place);
}
