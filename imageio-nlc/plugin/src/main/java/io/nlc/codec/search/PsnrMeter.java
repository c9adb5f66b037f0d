package io.nlc.codec.search;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.LatentRefiner;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.tile.PictureTask;
import io.nlc.codec.tile.Synthesizer;
import io.nlc.codec.tile.TileGrid;
import io.nlc.picture.Region;
import java.io.IOException;
import java.util.Arrays;

/** Decodes what was encoded and compares it with the picture. */
final class PsnrMeter {

    private final PictureTask task;
    private final ProbeProgress progress;

    PsnrMeter(PictureTask task, ProbeProgress progress) {
        this.task = task;
        this.progress = progress;
    }

    /** 8-bit RGB PSNR in dB of the picture that a decoder will make of all tiles. */
    double psnr(LatentCoder.Encoded[] tiles, int quality) throws IOException {
        TileGrid grid = task.grid();
        Synthesizer synthesizer = Synthesizer.ofBases(task.sessions(), grid, task.gains(quality));
        Latents[] latents = refined(tiles);
        long[] errors = new long[grid.tiles()];
        task.forEachTile(
                tile -> {
                    byte[] decoded = task.workers().transform(() -> synthesizer.pixels(tile, i -> latents[i]));
                    Region core = grid.tile(tile).intersection(grid.picture());
                    byte[] original = new byte[decoded.length];
                    task.source().readRgb(core.x(), core.y(), core.width(), core.height(), original);
                    errors[tile] = squaredError(decoded, original);
                },
                progress::tileDone);
        double mse = Arrays.stream(errors).sum() / (3.0 * grid.width() * grid.height());
        return 10 * Math.log10(255 * 255 / mse);
    }

    private static long squaredError(byte[] a, byte[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int d = (a[i] & 255) - (b[i] & 255);
            sum += d * d;
        }
        return sum;
    }

    // What the decoder will synthesise from.
    private Latents[] refined(LatentCoder.Encoded[] tiles) throws IOException {
        Latents[] latents =
                Arrays.stream(tiles).map(LatentCoder.Encoded::latents).toArray(Latents[]::new);
        if (task.manifest().networks().hasResidual()) {
            LatentRefiner refiner = new LatentRefiner(task.sessions());
            task.forEachTile(
                    tile -> latents[tile] = task.workers().transform(() -> refiner.refine(latents[tile])), () -> {});
        }
        return latents;
    }
}
