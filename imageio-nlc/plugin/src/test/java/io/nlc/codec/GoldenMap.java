package io.nlc.codec;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.latent.LevelMap;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.TileGrid;
import io.nlc.codec.tile.TileWorkers;
import io.nlc.container.Chunk;
import io.nlc.container.Colour;
import io.nlc.container.HeaderQuality;
import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.container.PackReference;
import io.nlc.container.PixelFormat;
import io.nlc.container.TilePayload;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.runtime.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Made {@code src/test/resources/nlc/map.nlc} and {@code map-refined.nlc}, and {@code pixels/} of both, which are kept
 * because a file written once must be read for ever: quality maps over several tiles, to both ends of the levels and
 * beyond, with and without a pack that predicts what rounding took. Argument: the folder to write to.
 */
final class GoldenMap {

    private static final int SIDE = 128;
    private static final int WIDTH = 230;
    private static final int HEIGHT = 200;
    private static final int QUALITY = 900;
    private static final Region SHOWN = new Region(80, 70, 100, 120);

    private static final int[] SAMPLES = {
        128, 100, 255, 0,
        140, 128, 72, 128,
        127, 60, 129, 200,
        90, 128, 128, 111
    };

    private GoldenMap() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (String[] names : new String[][] {{"map", "tiny"}, {"map-refined", "tiny-slices"}}) {
            ModelPack pack = TestPacks.tiny(names[1]);
            byte[] file = file(pack);
            Files.write(folder.resolve(names[0] + ".nlc"), file);
            ImageIO.write(
                    pixels(pack, file),
                    "png",
                    folder.resolve("pixels/" + names[0] + ".png").toFile());
        }
        PackSessions.closeIdle();
    }

    private static byte[] file(ModelPack pack) throws IOException {
        NlcHeader header = new NlcHeader(
                2,
                WIDTH,
                HEIGHT,
                new PixelFormat(Colour.RGB, false, 8),
                Layers.NONE,
                new HeaderQuality(QUALITY, true),
                SIDE,
                SIDE,
                PackReference.of(pack.name(), pack.fileDigest()));
        LevelMap map = new LevelMap(4, 4, SAMPLES);
        TileGrid grid = new TileGrid(WIDTH, HEIGHT, SIDE, SIDE);
        List<TilePayload> tiles = new ArrayList<>();
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU);
                TileWorkers workers = new TileWorkers(sessions, grid.tiles())) {
            PictureTask task = new PictureTask(
                    sessions, workers, grid, TestPicture.scene(WIDTH, HEIGHT), map, Precision.FULL, CodecProgress.NONE);
            float[][] latents = task.analyse(1);
            for (int tile : task.tiles()) {
                tiles.add(TilePayload.ofVersion1(
                        task.encoder().encode(tile, latents[tile], QUALITY).payload()));
            }
        }
        byte[] payload = QualityMaps.encode(map).bound(header, -1).toBytes();
        return GoldenBytes.file(header, List.of(new Chunk("QMAP", payload)), tiles);
    }

    private static BufferedImage pixels(ModelPack pack, byte[] file) throws IOException {
        TestPicture whole = TestPicture.empty(WIDTH, HEIGHT);
        NlcReader reader = GoldenList.open(file);
        new NlcDecoder(pack, TestPacks.CPU)
                .decode(reader.header(), TileSource.of(reader), null, whole, CodecProgress.NONE);
        TestPicture out = whole.crop(SHOWN.x(), SHOWN.y(), SHOWN.width(), SHOWN.height());
        BufferedImage image = new BufferedImage(SHOWN.width(), SHOWN.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SHOWN.width() * SHOWN.height(); i++) {
            int rgb = (out.rgb()[3 * i] & 255) << 16 | (out.rgb()[3 * i + 1] & 255) << 8 | out.rgb()[3 * i + 2] & 255;
            image.setRGB(i % SHOWN.width(), i / SHOWN.width(), rgb);
        }
        return image;
    }
}
