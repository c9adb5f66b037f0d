/** Looks through ONNX files before anything else does, and refuses what networks of packs may not have. */
package io.nlc.onnx;
