package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tika.Tika;
import org.apache.tika.mime.MimeType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Tika knows NLC files as soon as the plugin is on the class path. */
class TikaTest {

    private static final String TYPE = "image/x-nlc";

    private final Tika tika = new Tika();

    @Test
    void file_isKnownByItsBytes() throws IOException {
        byte[] nlc = Pictures.file(Pictures.quarters(40, 20), "nlc");
        assertThat(tika.detect(nlc)).isEqualTo(TYPE);
        assertThat(tika.detect(new ByteArrayInputStream(nlc))).isEqualTo(TYPE);
        assertThat(tika.detect(new ByteArrayInputStream(nlc), "photo.jpg")).isEqualTo(TYPE);
    }

    @Test
    void file_isKnownByItsName(@TempDir Path folder) throws IOException {
        assertThat(tika.detect("photo.nlc")).isEqualTo(TYPE);
        Path file = folder.resolve("PHOTO.NLC");
        Files.write(file, Pictures.file(Pictures.quarters(40, 20), "nlc"));
        assertThat(tika.detect(file)).isEqualTo(TYPE);
    }

    @Test
    void otherFiles_areNot() throws IOException {
        assertThat(tika.detect(Pictures.file(Pictures.quarters(40, 20), "png"))).isEqualTo("image/png");
        assertThat(tika.detect(new byte[] {(byte) 0x8E, 'N', 'L', 'C', 0x0A, 0x1A, 0x0A, 0}))
                .isNotEqualTo(TYPE);
    }

    @Test
    void type_hasASuffixAndADescription() throws MimeTypeException {
        MimeType type = MimeTypes.getDefaultMimeTypes().forName(TYPE);
        assertThat(type.getExtension()).isEqualTo(".nlc");
        assertThat(type.getDescription()).isEqualTo("NLC image");
    }
}
