package io.nlc.viewer.model.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.model.Csv;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Scores;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTableTest {

    private static final RateTarget HALF = new RateTarget.Quality(0.5);

    @Test
    void pointsAreSortedBySeriesAndRate() {
        String csv = RateTable.csv(List.of(
                new RatePoint(EncodeRequest.nlc("a/b", HALF), 0.5, 1234, 0.75, 31.25, new Scores(0.99, 71.5)),
                new RatePoint(EncodeRequest.nlc("a/b", HALF), 0.25, 999, 0.5, 30, new Scores(0.9, 50)),
                new RatePoint(EncodeRequest.jpeg(HALF), 0.5, 2000, 1, 29, Scores.UNKNOWN)));
        assertThat(csv)
                .isEqualTo("codec,pack,quality,bytes,bpp,psnr_db,ms_ssim,ms_ssim_db,ssimulacra2\r\n"
                        + "JPEG,,0.5000,2000,1.00000,29.000,,,\r\n"
                        + "NLC,a/b,0.2500,999,0.50000,30.000,0.900000,10.000,50.000\r\n"
                        + "NLC,a/b,0.5000,1234,0.75000,31.250,0.990000,20.000,71.500\r\n");
    }

    @Test
    void separatorsAndQuotesAreQuoted() {
        assertThat(Csv.field("plain/name")).isEqualTo("plain/name");
        assertThat(Csv.field("a,b")).isEqualTo("\"a,b\"");
        assertThat(Csv.field("a\"b\n")).isEqualTo("\"a\"\"b\n\"");
    }

    @Test
    void aSweepBeginsWithTheMiddleOfEverySeriesAndNamesNothingTwice() {
        List<EncodeRequest> requests = RateSweep.of(List.of(new Codec.Nlc("x/y"), Codec.JPEG));
        assertThat(requests.subList(0, 2)).containsExactly(EncodeRequest.nlc("x/y", HALF), EncodeRequest.jpeg(HALF));
        assertThat(requests).doesNotHaveDuplicates().hasSize(16);
    }
}
