package io.nlc.imageio;

import io.nlc.model.ModelPacks;
import io.nlc.model.PackSessions;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Reads, writes, aborts and frees networks at once, and checks everything that comes of it. Arguments: {@code platform}
 * or {@code virtual} threads, how many reads in all, how many rounds, a seed. After each round nothing runs, networks
 * are freed, and the process's memory is printed: {@code round N reads R writes W aborts A frees F resident K kB,
 * trimmed T kB, allocated N kB} (by native code, with {@code malloc}; -1 if that cannot be told), and of what it
 * consists, as far as Java knows. At last {@code done}.
 */
public final class SoakProgram {

    private static final int THREADS = 8;
    private static final List<String> PACKS = List.of(
            "test/tiny",
            "test/tiny-serial",
            "test/tiny-3d",
            "test/tiny-slices",
            "test/tiny-none",
            "test/tiny-int8",
            ModelPacks.DEFAULT);

    private final List<Sample> samples = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger aborts = new AtomicInteger();
    private final AtomicInteger frees = new AtomicInteger();
    private final BufferedImage picture = Pictures.of(150, 110, BufferedImage.TYPE_INT_RGB);

    /** A file, and what it is to decode to. */
    private record Sample(String pack, byte[] file, Raster pixels) {}

    private SoakProgram() throws IOException {
        for (String pack : PACKS) {
            byte[] file = write(pack, 1);
            samples.add(new Sample(pack, file, Pictures.read(file).getRaster()));
        }
        byte[] lossless = Pictures.write(picture, param -> param.setLossless(true));
        samples.add(new Sample("", lossless, picture.getRaster()));
    }

    public static void main(String[] args) throws Exception {
        SoakProgram soak = new SoakProgram();
        int all = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        Random seeds = new Random(Long.parseLong(args[3]));
        for (int round = 1; round <= rounds; round++) {
            soak.round(args[0].equals("virtual"), all * round / rounds, seeds);
            PackSessions.closeIdle();
            System.gc();
            String kept = resident();
            trim();
            System.out.println("round " + round + " reads " + soak.reads + " writes " + soak.writes + " aborts "
                    + soak.aborts + " frees " + soak.frees + " resident " + kept + " kB, trimmed " + resident()
                    + " kB, allocated " + NativeHeap.allocated() + " kB, heap " + heap()
                    + " kB, classes and code " + classesAndCode() + " kB, buffers " + buffers() + " kB, threads "
                    + Thread.activeCount());
        }
        System.out.println("done");
    }

    /** Until there have been so many reads. */
    private void round(boolean virtual, int until, Random seeds) throws Exception {
        ExecutorService threads = virtual ? virtualThreads() : Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seeds.nextLong());
                running.add(threads.submit(() -> {
                    while (reads.get() < until) {
                        step(random);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** JDK 21 and later have them; this is compiled for 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private void step(Random random) throws IOException {
        Sample sample = samples.get(random.nextInt(samples.size()));
        int dice = random.nextInt(100);
        if (dice < 70) {
            check(FaultTable.same(Pictures.read(sample.file).getRaster(), sample.pixels), "another picture", sample);
            reads.incrementAndGet();
        } else if (dice < 82) {
            if (!sample.pack.isEmpty()) {
                check(Arrays.equals(write(sample.pack, 1), sample.file), "another file", sample);
                writes.incrementAndGet();
            }
        } else if (dice < 90) {
            abortRead(sample, random.nextInt(100));
            aborts.incrementAndGet();
        } else if (dice < 95) {
            if (!sample.pack.isEmpty()) {
                abortWrite(sample.pack, random.nextInt(100));
                aborts.incrementAndGet();
            }
        } else {
            PackSessions.closeIdle();
            frees.incrementAndGet();
        }
    }

    private static void check(boolean right, String problem, Sample sample) {
        if (!right) {
            throw new AssertionError(problem + " of pack \"" + sample.pack + "\"");
        }
    }

    private byte[] write(String pack, float quality) throws IOException {
        return Pictures.write(picture, param -> {
            param.setModel(pack);
            param.setCompressionQuality(quality);
        });
    }

    private static void abortRead(Sample sample, int percent) throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        reader.addIIOReadProgressListener(new ReadAbort(percent));
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(sample.file))) {
            reader.setInput(in);
            check(reader.read(0).getWidth() == sample.pixels.getWidth(), "another size", sample);
        } finally {
            reader.dispose();
        }
    }

    private void abortWrite(String pack, int percent) throws IOException {
        NlcImageWriter writer = PictureFiles.writer();
        writer.addIIOWriteProgressListener(new WriteAbort(percent));
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel(pack);
        param.setNetworksOnly(true);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(new ByteArrayOutputStream())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    /**
     * Gives back what the C library keeps of freed memory in its arenas, by which a process differs by 200 MB from one
     * round to the next. JVMs on Linux have it from 17.0.9 on.
     */
    private static void trim() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            null,
                            null);
        } catch (JMException | RuntimeException e) {
            System.out.println("memory is not trimmed: " + e.getMessage());
        }
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() >> 10;
    }

    private static long classesAndCode() {
        return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getCommitted() >> 10;
    }

    private static long buffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum()
                >> 10;
    }

    private static String resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.isReadable(status)
                ? "?"
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS"))
                        .findFirst()
                        .orElse("?")
                        .replaceAll("\\D+", "");
    }

    /** Aborts when so much is done. */
    private record ReadAbort(int percent) implements ReadAdapter {
        @Override
        public void imageProgress(ImageReader source, float done) {
            if (done >= percent) {
                source.abort();
            }
        }

        @Override
        public void imageStarted(ImageReader source, int index) {
            if (percent == 0) {
                source.abort();
            }
        }
    }

    /** Aborts when so much is done. */
    private record WriteAbort(int percent) implements IIOWriteProgressListener {
        @Override
        public void imageProgress(ImageWriter source, float done) {
            if (done >= percent) {
                source.abort();
            }
        }

        @Override
        public void imageStarted(ImageWriter source, int index) {}

        @Override
        public void imageComplete(ImageWriter source) {}

        @Override
        public void writeAborted(ImageWriter source) {}

        @Override
        public void thumbnailStarted(ImageWriter source, int image, int index) {}

        @Override
        public void thumbnailProgress(ImageWriter source, float done) {}

        @Override
        public void thumbnailComplete(ImageWriter source) {}
    }
}
