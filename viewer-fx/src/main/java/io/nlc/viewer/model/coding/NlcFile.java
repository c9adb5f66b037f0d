package io.nlc.viewer.model.coding;

import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.imageio.NlcSettings;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * What an {@code .nlc} file says about itself.
 *
 * @param header its header
 * @param pack the installed pack that it needs
 */
public record NlcFile(NlcHeader header, ModelPack pack) {

    /**
     * Reads the header.
     *
     * @param settings how NLC is run
     * @throws IOException if it is damaged, has no pack, or its pack is not installed
     */
    public static NlcFile of(Path file, NlcSettings settings) throws IOException {
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            NlcHeader header = new NlcReader(in, settings.limits()).header();
            return new NlcFile(header, settings.packs().forFile(header.pack(), header.digest()));
        }
    }

    /** Whether a file begins as {@code .nlc} files do, whatever its name. */
    public static boolean is(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4 && head[0] == (byte) 0x8E && head[1] == 'N' && head[2] == 'L' && head[3] == 'C';
        }
    }

    /**
     * Whether networks had a part in an {@code .nlc} file. One without loss, or of what was drawn, is a picture like a
     * PNG, with no rate and no pack.
     *
     * @param settings how NLC is run
     * @throws IOException if its header is damaged
     */
    public static boolean isLearned(Path file, NlcSettings settings) throws IOException {
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            return isLearned(in, settings);
        }
    }

    /** As {@link #isLearned(Path, NlcSettings)}, from a stream at the file's first byte, which stays open. */
    static boolean isLearned(ImageInputStream in, NlcSettings settings) throws IOException {
        return new NlcReader(in, settings.limits()).header().learned();
    }

    /** Quality 0 to 1. */
    public double quality() {
        return pack.manifest().gains().quality(header.quality());
    }

    /** Where a pack's transforms run, for people. */
    public static String device(ModelPack pack, NlcSettings settings) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, settings.runtime())) {
            return sessions.device();
        }
    }
}
