package io.nlc.runtime;

import io.nlc.failure.NlcException;

/** An ONNX file, read whenever its network is loaded. */
@FunctionalInterface
public interface ModelBytes {

    /** Reads it. */
    byte[] read() throws NlcException;
}
