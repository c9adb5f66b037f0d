package io.nlc.fuzz;

import com.sun.management.ThreadMXBean;
import io.nlc.entropy.EntropyTargets;
import io.nlc.failure.NlcException;
import io.nlc.residual.LayerTarget;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.imageio.IIOException;

/**
 * A way in for hostile bytes. Whatever comes in, a target ends, soon and without much memory, in a result of which its
 * properties hold, or in an exception that says what is wrong.
 */
public enum FuzzTarget {
    /** The range decoder: its fast ways must see what its plain one sees. */
    RANGE_DECODER(EntropyTargets::rangeDecoder, Seeds::noise),
    /** Models that learn: what is encoded comes back, and noise is decoded or refused. */
    SYMBOLS(EntropyTargets::symbols, Seeds::noise),
    /** Mixtures of Gaussians with any parameters. */
    MIXTURE(EntropyTargets::mixture, Seeds::noise),
    /** Tables of the hyper-latent's prior, escapes too. */
    PRIOR(EntropyTargets::prior, Seeds::noise),
    /** Lossless blocks, coded ones and samples. */
    LOSSLESS(BlockTarget::run, Seeds::blocks),
    /** Layers. */
    RESIDUAL(LayerTarget::run, Seeds::layers),
    /** The chunks of a file, as they are and with their check values repaired. */
    CONTAINER(ContainerTarget::run, Seeds::files),
    /** A whole read with a tiny pack. */
    READER(ReaderTarget::run, Seeds::files),
    /** A pack's manifest. */
    MANIFEST(PackTargets::manifest, Seeds::manifests),
    /** A pack's network. */
    ONNX(PackTargets::onnx, Seeds::networks),
    /** What accompanies a picture in our own files. */
    ANCILLARY(MetadataTargets::ancillary, Seeds::ancillary),
    /** A block of EXIF. */
    EXIF(MetadataTargets::exif, Seeds::exif),
    /** What accompanies pictures in files of other formats. */
    METADATA(MetadataTargets::pictureFile, Seeds::pictures),
    /** What files of other formats say of their colours, and how the camera was held. */
    COLOURS(MetadataTargets::colours, Seeds::pictures),
    /** ICC profiles. */
    PROFILE(MetadataTargets::profile, Seeds::profiles);

    /** Allocated whatever the input is: tables of models, buffers of streams. */
    private static final long BASE_BYTES = 48L << 20;

    /** Allocated for each byte of the input, which may be a deflated one. */
    private static final long BYTES_EACH = 16L << 10;

    /** Processor time of one input. It is what the thread takes, so that a busy machine does not matter. */
    private static final long MAX_NANOS = 5_000_000_000L;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is done to an input. */
    @FunctionalInterface
    interface Body {
        void run(byte[] input) throws IOException;
    }

    /** Where inputs come from to begin with. */
    @FunctionalInterface
    interface Source {
        List<byte[]> inputs() throws IOException;
    }

    private final Body body;
    private final Source seeds;

    FuzzTarget(Body body, Source seeds) {
        this.body = body;
        this.seeds = seeds;
    }

    /** Its name in paths. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Good inputs to start from. */
    public List<byte[]> seeds() throws IOException {
        return seeds.inputs();
    }

    /**
     * Tries an input. What takes too much is tried again: the first run of anything loads classes.
     *
     * @throws AssertionError if a property does not hold, or it took too much memory or time
     * @throws RuntimeException if the code under test threw it
     */
    public void run(byte[] input) {
        if (excess(input) != null) {
            String excess = excess(input);
            if (excess != null) {
                throw new AssertionError(excess);
            }
        }
    }

    /** What an input took too much of, null for nothing. */
    private String excess(byte[] input) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        try {
            body.run(input);
        } catch (NlcException | IIOException e) {
            // refused: the message must be for people
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionError("a failure without a message", e);
            }
        } catch (IOException e) {
            throw new AssertionError("neither a picture nor an exception of ours", e);
        }
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        if (nanos > MAX_NANOS) {
            return "it took " + nanos / 1_000_000 + " ms";
        }
        return allocated > BASE_BYTES + BYTES_EACH * input.length
                ? input.length + " bytes made it allocate " + allocated
                : null;
    }
}
