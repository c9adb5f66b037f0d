package io.nlc.viewer.model.inside;

import io.nlc.codec.TileSource;
import io.nlc.codec.inspect.Inspection;
import io.nlc.codec.inspect.NlcInspector;
import io.nlc.container.NlcReader;
import io.nlc.imageio.NlcSettings;
import io.nlc.model.ModelPack;
import io.nlc.picture.Region;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.StopWhen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A {@code .nlc} file to look into, or the region of it that is looked at if all of it would be too much. */
public sealed interface InspectionTarget {

    /** Of what pixels the latents are wanted. */
    Region region();

    /** The file's bytes. */
    ImageInputStream open() throws IOException;

    /** An encoding in memory. */
    record OfEncoding(Encoding encoding, Region region) implements InspectionTarget {

        @Override
        public ImageInputStream open() {
            return new MemoryCacheImageInputStream(new ByteArrayInputStream(encoding.file()));
        }
    }

    /** A file that is too large for that. */
    record OfFile(Path file, Region region) implements InspectionTarget {

        @Override
        public ImageInputStream open() throws IOException {
            return new FileImageInputStream(file.toFile());
        }
    }

    /**
     * Looks into it.
     *
     * @param codecSettings how NLC is run
     * @throws CancellationException if that is asked for
     */
    default Inspection inspect(NlcSettings codecSettings, BooleanSupplier cancelled) throws IOException {
        try (ImageInputStream in = open()) {
            NlcReader reader = new NlcReader(in, codecSettings.limits());
            ModelPack pack = codecSettings
                    .packs()
                    .forFile(reader.header().pack(), reader.header().digest());
            return new NlcInspector(pack, codecSettings.runtime())
                    .inspect(reader.header(), TileSource.of(reader), region(), new StopWhen(cancelled));
        }
    }
}
