package io.nlc.imageio;

import io.nlc.bench.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and writing as programs do it, in memory, with networks that are loaded. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class WholeBenchmark {

    /** What takes the place of a pack's name where the picture is kept without loss. */
    public static final String LOSSLESS = "lossless";

    /** The pack, or {@link #LOSSLESS}. */
    @Param("cheng2020-128/serial")
    public String pack;

    private BufferedImage image;
    private byte[] file;

    /** Writes the picture. */
    @Setup
    public void prepare() throws IOException {
        image = Picture.read().image();
        file = write();
    }

    /** The picture to a file. */
    @Benchmark
    public byte[] write() throws IOException {
        NlcImageWriter writer = PictureFiles.writer();
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        if (pack.equals(LOSSLESS)) {
            param.setLossless(true);
        } else {
            param.setModel(pack);
            param.setCompressionQuality((float) Picture.QUALITY);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        return bytes.toByteArray();
    }

    /** And back. */
    @Benchmark
    public BufferedImage read() throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.read(0);
        }
    }
}
