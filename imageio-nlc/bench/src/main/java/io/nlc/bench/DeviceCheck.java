package io.nlc.bench;

import io.nlc.TestPacks;
import io.nlc.codec.GoldenList;
import io.nlc.codec.GoldenSamples;
import io.nlc.codec.NlcDecoder;
import io.nlc.codec.TileSource;
import io.nlc.container.NlcReader;
import io.nlc.context.ContextModel;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.runtime.ExactNetwork;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Whether a device computes what the CPU does, and how long it takes; prints a report in Markdown. The exit code is 1
 * if something that must be equal is not, or if CUDA was asked for and not used. {@code scripts/cuda-check.sh} runs it.
 *
 * <ul>
 *   <li>{@code check DEVICE}: golden files; for each installed pack where its networks run once their test vectors have
 *       been tried, whether files and latents are those of the CPU, times, and the GPU's memory.
 *   <li>{@code full DEVICE}: loads the default pack's networks on the device, takes what memory the GPU has left, and
 *       decodes.
 * </ul>
 */
public final class DeviceCheck {

    private static final int ROUNDS = 15;

    private final NlcSettings device;
    private final NlcSettings cpu;
    private final NlcSettings floats;
    private final boolean cuda;
    private int failures;

    private DeviceCheck(NlcSettings settings, String device) {
        this.device = settings.withDevice(device);
        this.cpu = settings.withDevice("cpu");
        // What a GPU decodes with; the CPU itself takes bytes where it can.
        this.floats = new NlcSettings(
                cpu.limits(), cpu.runtime().withPrecision(Precision.FULL), cpu.packDirectories(), cpu.maxTime());
        this.cuda = device.startsWith("cuda");
    }

    public static void main(String[] args) throws IOException {
        DeviceCheck check = new DeviceCheck(NlcSettings.fromProperties(), args[1]);
        if (args[0].equals("full")) {
            check.full();
        } else {
            check.golden();
            check.packs();
        }
        System.exit(check.failures > 0 ? 1 : 0);
    }

    private static void say(String format, Object... args) {
        System.out.println(String.format(Locale.ROOT, format, args));
    }

    private String verdict(boolean good) {
        failures += good ? 0 : 1;
        return good ? "yes" : "**NO**";
    }

    private void golden() throws IOException {
        int equal = 0;
        Map<String, String> digests = GoldenList.digests();
        StringBuilder others = new StringBuilder();
        for (Map.Entry<String, String> golden : digests.entrySet()) {
            NlcReader reader = GoldenList.open(golden.getKey());
            String digest;
            if (reader.header().pack().isEmpty()) {
                digest = GoldenSamples.digest(reader);
            } else {
                ModelPack pack = device.withPacks(List.of(TestPacks.directory()))
                        .packs()
                        .forFile(reader.header().pack(), reader.header().digest());
                digest = new NlcDecoder(pack, device.runtime()).latentDigest(reader.header(), TileSource.of(reader));
            }
            if (digest.equals(golden.getValue())) {
                equal++;
            } else {
                others.append(' ').append(golden.getKey());
            }
        }
        PackSessions.closeIdle();
        say("## Golden files%n");
        say("%d of %d have the latents or samples that they must have.%s%n", equal, digests.size(), others);
        failures += equal == digests.size() ? 0 : 1;
    }

    private void packs() throws IOException {
        Picture picture = Picture.read();
        say("## Packs%n");
        say(
                "%d x %d pixels, quality %s, medians of %d reads and writes in memory, by the clock.%n",
                picture.width(), picture.height(), Picture.QUALITY, ROUNDS);
        say(
                "| pack | synthesis on | exact networks on it | same file as of the CPU | same latents | samples differ by |"
                        + " encode, ms | decode, ms | on the CPU | MiB of the GPU |");
        say("| --- | --- | --: | --- | --- | --: | --: | --: | --: | --: |");
        for (ModelPack pack : device.packs().all()) {
            byte[] expected = write(cpu, pack, picture.image());
            BufferedImage image = read(floats, expected);
            double onCpu = millis(3, () -> read(cpu, expected));
            PackSessions.closeIdle();
            byte[] file = write(device, pack, picture.image());
            say(
                    "| `%s` | %s | %s | %s | %s | %d | %.1f | %.1f | %.1f | %s |",
                    pack.name(),
                    synthesis(pack),
                    exact(pack),
                    Arrays.equals(file, expected) ? "yes" : "no", // analyses differ by the rounding of floats
                    verdict(sameLatents(pack, expected) && sameLatents(pack, file)),
                    difference(image, read(device, expected)),
                    millis(ROUNDS, () -> write(device, pack, picture.image())),
                    millis(ROUNDS, () -> read(device, expected)),
                    onCpu,
                    GpuMemory.used());
            PackSessions.closeIdle();
        }
    }

    private String synthesis(ModelPack pack) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, device.runtime())) {
            String where = sessions.device();
            failures += cuda && !where.startsWith("cuda") ? 1 : 0;
            return where;
        }
    }

    /** Those that passed their test vectors where they were meant to run, of how many. */
    private String exact(ModelPack pack) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, device.runtime())) {
            int there = 0;
            int all = 0;
            for (String file : pack.manifest().networks().selfTests().keySet()) {
                all++;
                there += network(sessions, file)
                                .device()
                                .equals(sessions.synthesis().device())
                        ? 1
                        : 0;
            }
            return there + " of " + all;
        }
    }

    private static ExactNetwork network(PackSessions sessions, String file) throws IOException {
        if (file.equals(ContextModel.HEAD_FILE)) {
            return sessions.head();
        }
        if (file.equals(ContextModel.CONTEXT_FILE)) {
            return sessions.context().orElseThrow();
        }
        if (file.startsWith("slice")) {
            int index = Integer.parseInt(file.substring("slice".length(), file.indexOf('-')));
            return sessions.slice(index, file.equals(ContextModel.sliceFile(index, true)));
        }
        return sessions.hyperSynthesis();
    }

    /** Whether a file, which the CPU or the device may have written, decodes to the same on both. */
    private boolean sameLatents(ModelPack pack, byte[] file) throws IOException {
        return latents(device.runtime(), pack, file).equals(latents(cpu.runtime(), pack, file));
    }

    private static String latents(RuntimeSettings settings, ModelPack pack, byte[] file) throws IOException {
        NlcReader reader = new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        return new NlcDecoder(pack, settings).latentDigest(reader.header(), TileSource.of(reader));
    }

    /** Fills the GPU once networks are there but have no buffers yet, and decodes all the same. */
    private void full() throws IOException {
        say("## A GPU without memory%n");
        Picture picture = Picture.read();
        ModelPack pack = cpu.packs().defaultPack();
        byte[] file = write(cpu, pack, picture.image());
        BufferedImage expected = read(floats, file);
        PackSessions.closeIdle();
        try (PackSessions sessions = PackSessions.acquire(pack, device.runtime())) {
            String before = sessions.device();
            sessions.loadExact();
            if (!before.startsWith("cuda")) {
                say("Not tried: networks run on %s.%n", before);
                failures += cuda ? 1 : 0;
                return;
            }
            say("%d MiB were taken, so that nothing was left.%n", GpuMemory.takeAll() >> 20);
            int difference = difference(expected, read(device, file));
            say(
                    "The picture was decoded; the synthesis was on %s and is now on %s. Samples differ from the CPU's by %d at"
                            + " most.%n",
                    before, sessions.device(), difference);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double millis(int rounds, Work work) throws IOException {
        double[] times = new double[rounds];
        for (int i = -2; i < rounds; i++) {
            long start = System.nanoTime();
            work.run();
            times[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times[rounds / 2];
    }

    private static byte[] write(NlcSettings settings, ModelPack pack, BufferedImage image) throws IOException {
        NlcImageWriter writer = PictureFiles.writer(settings);
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel(pack.name());
        param.setCompressionQuality((float) Picture.QUALITY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage read(NlcSettings settings, byte[] file) throws IOException {
        NlcImageReader reader = PictureFiles.reader(settings);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.read(0);
        }
    }

    private static int difference(BufferedImage one, BufferedImage other) throws IOException {
        byte[] a = PictureFiles.rgb(one);
        byte[] b = PictureFiles.rgb(other);
        int most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs((a[i] & 255) - (b[i] & 255)));
        }
        return most;
    }
}
