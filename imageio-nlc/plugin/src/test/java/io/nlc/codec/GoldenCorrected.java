package io.nlc.codec;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.content.ContentCoder;
import io.nlc.container.Colour;
import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.PixelFormat;
import io.nlc.container.TilePayload;
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
 * Made {@code src/test/resources/nlc/corrected-*.nlc}, which are kept because a file written once must be read for
 * ever: learned tiles of every context model with corrected probabilities, one of them under a layer. To be run again
 * only if the tiny packs themselves are replaced; argument: the folder to write to.
 */
final class GoldenCorrected {

    private static final double QUALITY = 0.55; // between two levels
    private static final int SIDE = 128;

    private GoldenCorrected() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (String name : (Iterable<String>) TestPacks.contexts()::iterator) {
            write(folder, name, TestPacks.tiny(name), TestPicture.scene(120, 75), QUALITY);
        }
        write(folder, "tiny-sure", TestPacks.tiny("tiny-sure"), TestPicture.scene(190, 130), QUALITY);
        write(folder, "tiny-serial-extremes", TestPacks.tiny("tiny-serial"), GoldenLatents.extremes(), 1);
        Files.write(folder.resolve("corrected-mixed.nlc"), mixed(TestPacks.tiny("tiny-serial")));
        PackSessions.closeIdle();
    }

    private static void write(Path folder, String name, ModelPack pack, TestPicture p, double quality)
            throws IOException {
        NlcEncoder encoder = encoder(pack);
        EncodedPicture e =
                encoder.encode(p.width(), p.height(), p, new RateTarget.Quality(quality), 0, CodecProgress.NONE);
        NlcHeader header = header(p.width(), p.height(), Layers.NONE, e, encoder);
        Files.write(
                folder.resolve("corrected-" + name + ".nlc"), GoldenBytes.file(header, List.of(), List.of(tile(e))));
    }

    private static NlcEncoder encoder(ModelPack pack) {
        return new NlcEncoder(pack, TestPacks.CPU, 0, true);
    }

    private static TilePayload tile(EncodedPicture e) throws IOException {
        return TilePayload.ofVersion1(e.tiles().get(0));
    }

    private static NlcHeader header(int width, int height, Layers layers, EncodedPicture e, NlcEncoder encoder) {
        return new NlcHeader(
                2,
                width,
                height,
                new PixelFormat(Colour.RGB, false, 8),
                layers,
                e.quality(),
                e.tileWidth(),
                e.tileHeight(),
                encoder.reference());
    }

    /** Two tiles, of which the second is layered over latents: each learns anew. */
    private static byte[] mixed(ModelPack pack) throws IOException {
        NlcEncoder encoder = encoder(pack);
        TestPicture p = TestPicture.scene(SIDE, SIDE);
        EncodedPicture e = encoder.encode(SIDE, SIDE, p, new RateTarget.Quality(QUALITY), 0, CodecProgress.NONE);
        Layer over = GoldenLayers.of(SIDE, 100, 3, Form.SOFTENED, Mode.RESIDUAL, Mode.BASE, Mode.EXACT, Mode.OWN);
        return GoldenBytes.file(
                header(SIDE, SIDE + 100, Layers.ROUNDED, e, encoder),
                List.of(),
                List.of(tile(e), ContentCoder.encode(tile(e), over)));
    }
}
