package io.nlc.clients;

import java.io.File;
import java.io.IOException;
import net.coobird.thumbnailator.Thumbnails;

/**
 * Makes an NLC thumbnail of a picture, or of an NLC file one of another format, with Thumbnailator:
 * {@code MakeThumbnails IN OUT SIDE}. See {@code samples/docs/thumbnailator.md}.
 */
public final class MakeThumbnails {

    private static final double QUALITY = 0.7;

    private MakeThumbnails() {}

    /** @param args the picture, the thumbnail, whose suffix says the format, and its larger side in pixels */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: MakeThumbnails IN OUT SIDE");
            System.exit(2);
        }
        make(new File(args[0]), new File(args[1]), Integer.parseInt(args[2]));
    }

    /**
     * Makes a thumbnail, upright.
     *
     * @param side of the square that it fits, in pixels
     */
    static void make(File picture, File thumbnail, int side) throws IOException {
        // Thumbnailator asks ImageIO who writes files of the suffix; quality means what it means to NLC.
        Thumbnails.of(picture).size(side, side).outputQuality(QUALITY).toFile(thumbnail);
    }
}
