package io.nlc.onnx;

import java.util.List;

/**
 * What goes into a network and comes out of it, by name and in its order.
 *
 * @param inputs all of float32, like the outputs
 * @param outputs at least one
 */
public record Ends(List<String> inputs, List<String> outputs) {

    public Ends {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    @Override
    public String toString() {
        return String.join(", ", inputs) + " to " + String.join(", ", outputs);
    }
}
