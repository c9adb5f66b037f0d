/** ONNX Runtime sessions and DJL models: start, devices, options, self-tests, buffers, end. */
package io.nlc.runtime;
