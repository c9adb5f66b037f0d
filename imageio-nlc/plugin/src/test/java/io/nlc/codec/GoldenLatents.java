package io.nlc.codec;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.container.Chunk;
import io.nlc.container.Colour;
import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.PackReference;
import io.nlc.container.PixelFormat;
import io.nlc.container.TilePayload;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Made {@code src/test/resources/nlc/latents-*.nlc}, which are kept because a file written once must be read for ever:
 * learned tiles of every context model. To be run again only if the tiny packs themselves are replaced; argument: the
 * folder to write to.
 */
final class GoldenLatents {

    private static final double QUALITY = 0.55; // between two levels
    private static final List<Chunk> METADATA = List.of(
            new Chunk("ICCP", "a profile".getBytes(StandardCharsets.UTF_8)),
            new Chunk("EXIF", "MM\0*\0\0\0\b\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)),
            new Chunk("XMP ", "<x:xmpmeta/>".getBytes(StandardCharsets.UTF_8)),
            new Chunk("noTe", new byte[] {1, 2, 3}));

    private GoldenLatents() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (String name : (Iterable<String>) TestPacks.contexts().skip(1)::iterator) {
            Files.write(folder.resolve("latents-" + name + ".nlc"), one(name, TestPicture.scene(120, 75), QUALITY));
        }
        Files.write(folder.resolve("latents-tiny-sure.nlc"), one("tiny-sure", TestPicture.scene(190, 130), QUALITY));
        Files.write(folder.resolve("latents-tiny-3d-extremes.nlc"), one("tiny-3d", extremes(), 1));
        Files.write(folder.resolve("latents-tiny-serial-extremes.nlc"), one("tiny-serial", extremes(), 1));
        Files.write(folder.resolve("latents-version-2.nlc"), two(TestPacks.tiny("tiny-none")));
        PackSessions.closeIdle();
    }

    /** Samples at one end of the range or the other: latents beyond what their tables reach to. */
    static TestPicture extremes() {
        TestPicture p = TestPicture.empty(128, 64);
        for (int i = 0; i < 128 * 64; i++) {
            for (int c = 0; c < 3; c++) {
                p.rgb()[3 * i + c] = (byte) ((i % 128 >> 4 & i / 128 >> 3 + c & 1) == 0 ? 0 : 255);
            }
        }
        return p;
    }

    private static EncodedPicture encode(ModelPack pack, TestPicture p, double quality) throws IOException {
        return new NlcEncoder(pack, TestPacks.CPU)
                .encode(p.width(), p.height(), p, new RateTarget.Quality(quality), 0, CodecProgress.NONE);
    }

    private static NlcHeader header(int version, ModelPack pack, TestPicture p, EncodedPicture e) {
        return new NlcHeader(
                version,
                p.width(),
                p.height(),
                new PixelFormat(Colour.RGB, version == 2, 8),
                Layers.NONE,
                e.quality(),
                e.tileWidth(),
                e.tileHeight(),
                PackReference.of(pack.name(), pack.fileDigest()));
    }

    private static List<TilePayload> tile(EncodedPicture e) throws IOException {
        return List.of(TilePayload.ofVersion1(e.tiles().get(0)));
    }

    private static byte[] one(String name, TestPicture p, double quality) throws IOException {
        ModelPack pack = TestPacks.tiny(name);
        EncodedPicture e = encode(pack, p, quality);
        return GoldenBytes.file(header(1, pack, p, e), List.of(), tile(e));
    }

    /** Version 2 with alpha, and with everything that may accompany a picture. */
    private static byte[] two(ModelPack pack) throws IOException {
        TestPicture p = TestPicture.scene(70, 90);
        EncodedPicture e = encode(pack, p, QUALITY);
        NlcHeader header = header(2, pack, p, e);
        List<Chunk> before = new ArrayList<>(METADATA);
        before.add(GoldenBytes.alpha(header, (x, y) -> Math.min(255, 3 * x + y / 7 % 5)));
        return GoldenBytes.file(header, before, tile(e));
    }
}
