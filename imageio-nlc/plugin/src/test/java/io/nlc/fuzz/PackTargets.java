package io.nlc.fuzz;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSource;
import io.nlc.onnx.Ends;
import io.nlc.onnx.OnnxModel;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** What a pack consists of. */
final class PackTargets {

    private PackTargets() {}

    /** A manifest without its networks. */
    static void manifest(byte[] input) throws NlcException {
        PackSource source = new PackSource() {
            @Override
            public InputStream open(String file) throws IOException {
                if (!file.equals("pack.json")) {
                    throw new FileNotFoundException(file);
                }
                return new ByteArrayInputStream(input);
            }

            @Override
            public String location() {
                return "somewhere";
            }
        };
        try {
            ModelPack pack = ModelPack.of(source);
            Checks.that(pack.manifest().memory() != null, "no memory");
            Checks.that(!pack.manifest().id().name().isEmpty(), "no name");
        } catch (NlcException e) {
            Checks.that(e.getMessage().startsWith("somewhere: "), "the pack is not named: " + e.getMessage());
            throw e;
        }
    }

    /** A network, as it is looked through before it is loaded. */
    static void onnx(byte[] input) throws NlcException {
        try {
            Ends ends = OnnxModel.check(input);
            Checks.that(!ends.outputs().isEmpty(), "a network without an output");
            Checks.equal(ends, OnnxModel.check(input.clone()), "what two looks see");
        } catch (NlcException e) {
            Checks.equal(FailureKind.PACK_BROKEN, e.kind(), "kinds");
            throw e;
        }
    }
}
