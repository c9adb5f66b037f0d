package io.nlc.codec;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.content.ContentCoder;
import io.nlc.container.Colour;
import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.PackReference;
import io.nlc.container.PixelFormat;
import io.nlc.container.TilePayload;
import io.nlc.lossless.Samples;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.residual.Form;
import io.nlc.residual.GoldenLayers;
import io.nlc.residual.Layer;
import io.nlc.residual.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Made {@code src/test/resources/nlc/layers-*.nlc}, {@code squares-*.nlc} and {@code softened-*.nlc}, which are kept
 * because a file written once must be read for ever: layers over nothing and over latents, and tiles of all kinds in
 * one file. Argument: the folder to write to.
 */
final class GoldenTiles {

    private static final int SIDE = 128;
    private static final int QUALITY = 900;

    private GoldenTiles() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (Form form : Form.values()) {
            String name =
                    switch (form) {
                        case BLOCKS -> "layers";
                        case SQUARES -> "squares";
                        case SOFTENED -> "softened";
                    };
            Files.write(folder.resolve(name + "-alone.nlc"), alone(Colour.RGB, 150, 90, form, Mode.OWN, Mode.EXACT));
            Files.write(
                    folder.resolve(name + "-alone-gray.nlc"), alone(Colour.GRAY, 77, 140, form, Mode.EXACT, Mode.OWN));
            Files.write(folder.resolve(name + "-mixed.nlc"), mixed(Colour.RGB, form));
            Files.write(folder.resolve(name + "-mixed-gray.nlc"), mixed(Colour.GRAY, form));
        }
        PackSessions.closeIdle();
    }

    /** Without a pack, with alpha. */
    private static byte[] alone(Colour colour, int width, int height, Form form, Mode... modes) {
        NlcHeader header = new NlcHeader(
                2, width, height, new PixelFormat(colour, true, 8), Layers.EXACT, 0, 192, 192, PackReference.NONE);
        Layer layer = GoldenLayers.of(width, height, colour.code(), form, modes);
        return GoldenBytes.file(
                header, List.of(GoldenBytes.alpha(header, (x, y) -> x + y)), List.of(ContentCoder.encode(null, layer)));
    }

    /** Learned, lossless, layered over latents, layered over nothing: 2 x 2 tiles, those at the edges not whole. */
    private static byte[] mixed(Colour colour, Form form) throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-slices");
        int width = SIDE + 70;
        int height = SIDE + 100;
        NlcHeader header = new NlcHeader(
                2,
                width,
                height,
                new PixelFormat(colour, false, 8),
                Layers.ROUNDED,
                QUALITY,
                SIDE,
                SIDE,
                PackReference.of(pack.name(), pack.fileDigest()));
        int planes = colour.code();
        Layer over = GoldenLayers.of(SIDE, 100, planes, form, Mode.RESIDUAL, Mode.BASE, Mode.EXACT, Mode.OWN);
        Layer alone = GoldenLayers.of(70, 100, planes, form, Mode.OWN, Mode.EXACT, Mode.OWN);
        int[][] exact = new int[planes][70 * SIDE];
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < 70 * SIDE; i++) {
                exact[p][i] = (i % 70 * 3 + i / 70 * 2 + 20 * p) & 255;
            }
        }
        return GoldenBytes.file(
                header,
                List.of(),
                List.of(
                        learned(pack, SIDE, SIDE),
                        ContentCoder.encode(new Samples(70, SIDE, 8, exact)),
                        ContentCoder.encode(learned(pack, SIDE, 100), over),
                        ContentCoder.encode(null, alone)));
    }

    private static TilePayload learned(ModelPack pack, int width, int height) throws IOException {
        TestPicture p = TestPicture.scene(width, height);
        EncodedPicture e = new NlcEncoder(pack, TestPacks.CPU)
                .encode(width, height, p, new RateTarget.Quality(QUALITY / 256.0 / 7), 0, CodecProgress.NONE);
        return TilePayload.ofVersion1(e.tiles().get(0));
    }
}
