/** Reads and writes {@code .nlc} files through {@code javax.imageio}. */
module io.nlc.imageio {
    requires transitive java.desktop;
    requires java.logging;
    requires jdk.management;
    requires com.google.gson;
    requires com.microsoft.onnxruntime;
    requires ai.djl.api;
    requires ai.djl.onnxruntime_engine;
    // for DJL: an automatic module cannot say what it needs
    requires org.slf4j;

    exports io.nlc.codec;
    exports io.nlc.codec.inspect;
    exports io.nlc.container;
    exports io.nlc.context;
    exports io.nlc.failure;
    exports io.nlc.imageio;
    exports io.nlc.imageio.metadata;
    exports io.nlc.metrics;
    exports io.nlc.model;
    exports io.nlc.picture;
    exports io.nlc.runtime;

    uses io.nlc.model.PackProvider;

    provides javax.imageio.spi.ImageReaderSpi with
            io.nlc.imageio.NlcImageReaderSpi;
    provides javax.imageio.spi.ImageWriterSpi with
            io.nlc.imageio.NlcImageWriterSpi;
}
