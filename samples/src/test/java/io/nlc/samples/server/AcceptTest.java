package io.nlc.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/x-nlc | NLC",
                "IMAGE/X-NLC;Q=0.1 | NLC",
                "image/png | PNG",
                "image/x-nlc, image/png;q=0.5 | NLC",
                "image/x-nlc;q=0.4, image/png;q=0.5 | PNG",
                "image/x-nlc, image/png | NLC",
                "image/png, image/x-nlc | NLC",
                "image/x-nlc, */* | NLC",
                "*/*, image/x-nlc;q=0 | PNG",
                "image/*, image/png;q=0 | NLC",
                "*/* | PNG",
                "image/* | PNG",
                "image/avif,image/webp,image/apng,image/*,*/*;q=0.8 | PNG",
                "text/html, image/x-nlc; v=1; q=0.9 | NLC",
                "image/png;q=much, image/x-nlc;q=0.1 | NLC",
            })
    void format_isWhatIsLikedBest(String header, ThumbnailFormat format) {
        assertThat(Accept.parse(header).choose()).contains(format);
    }

    @Test
    void noHeader_takesWhatEverybodyCanRead() {
        assertThat(Accept.parse(null).choose()).contains(ThumbnailFormat.PNG);
        assertThat(Accept.parse(" ").choose()).contains(ThumbnailFormat.PNG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/webp", "*/*;q=0", "image/*;q=0.0", "nonsense", ",;,", "image/png;q=2"})
    void otherTypes_getNothing(String header) {
        assertThat(Accept.parse(header).choose()).isEmpty();
    }
}
