/** ONNX Runtime sessions and DJL models: devices, options, self-tests, buffers. */
package io.nlc.runtime;
