package io.nlc.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What nlc_models.evaluation.metrics in Python says of a small picture:
 * {@code models-onnx/tests/make_metric_vectors.py} writes the file.
 *
 * @param crc32 CRC-32 of both pictures, one after the other
 * @param msSsim 0..1; {@code null} if the picture is too small
 * @param ssimulacra2 up to 100
 */
record Vector(int width, int height, long crc32, Double msSsim, double ssimulacra2) {

    private record Content(List<Vector> pictures) {}

    static List<Vector> all() throws IOException {
        try (Reader in = new InputStreamReader(
                Vector.class.getResourceAsStream("/metrics/vectors.json"), StandardCharsets.UTF_8)) {
            return new Gson().fromJson(in, Content.class).pictures();
        }
    }

    /** The picture and its disturbed one, sure to be those that Python saw. */
    Pictures pictures() {
        Pictures pictures = Pictures.of(width, height);
        CRC32 crc = new CRC32();
        crc.update(pictures.a());
        crc.update(pictures.b());
        assertThat(crc.getValue()).isEqualTo(crc32);
        return pictures;
    }

    @Override
    public String toString() {
        return width + " x " + height;
    }
}
