package io.nlc.colour;

import io.nlc.colour.PatchedStream.Patch;
import io.nlc.foreign.FileBytes;
import io.nlc.foreign.TiffDirectories;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The colours of a TIFF file's first picture: what its samples are, and the ICC profile of tag 34675. */
final class TiffNotes {

    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int PHOTOMETRIC = 262;
    private static final int PROFILE = 34_675;
    private static final int INK_SET = 332;

    /** A tag of nobody's that stays in its place among the sorted ones. */
    private static final int NO_PROFILE = 34_674;

    private static final int RGB = 2;
    private static final int SEPARATED = 5;
    private static final int CIE_LAB = 8;
    private static final int ICC_LAB = 9;
    private static final int CMYK_INKS = 1;

    private TiffNotes() {}

    static PictureNotes of(FileBytes file, Consumer<String> warnings) throws IOException {
        Optional<TiffDirectories> tiff = TiffDirectories.at(file, 0);
        if (tiff.isEmpty()) {
            return PictureNotes.none(file);
        }
        TiffDirectories fields = tiff.get();
        long directory = fields.first();
        long samples = fields.number(directory, SAMPLES_PER_PIXEL).orElse(1L);
        int photometric = fields.number(directory, PHOTOMETRIC).orElse(-1L).intValue();
        boolean lab = (photometric == CIE_LAB || photometric == ICC_LAB) && samples == 3;
        if (lab) {
            TiffDirectories.Field field = fields.find(directory, PHOTOMETRIC).orElseThrow(EOFException::new);
            return PictureNotes.of(
                    photometric == CIE_LAB ? PictureNotes.Samples.SIGNED_LAB : PictureNotes.Samples.OFFSET_LAB,
                    null,
                    List.of(new Patch(field.value(), fields.shortBytes(RGB))),
                    file);
        }
        boolean cmyk = photometric == SEPARATED
                && samples >= 4
                && fields.number(directory, INK_SET).orElse(1L) == CMYK_INKS;
        int channels =
                switch (photometric) {
                    case 0, 1 -> 1;
                    case 2, 3, 6 -> 3;
                    default -> cmyk ? 4 : 0;
                };
        if (channels == 0) {
            return PictureNotes.none(file);
        }
        List<Patch> hidden = new ArrayList<>();
        PictureProfile profile = profile(file, fields, directory, channels, hidden, warnings);
        return PictureNotes.of(cmyk ? PictureNotes.Samples.CMYK : PictureNotes.Samples.PROFILED, profile, hidden, file);
    }

    private static PictureProfile profile(
            FileBytes file,
            TiffDirectories fields,
            long directory,
            int channels,
            List<Patch> hidden,
            Consumer<String> warnings)
            throws IOException {
        Optional<TiffDirectories.Field> field = fields.find(directory, PROFILE);
        if (field.isEmpty()) {
            return null;
        }
        hidden.add(new Patch(field.get().offset(), fields.shortBytes(NO_PROFILE)));
        try {
            return PictureProfile.of(fields.bytes(field.get(), PictureProfile.MAX_BYTES), channels, warnings)
                    .orElse(null);
        } catch (EOFException e) {
            warnings.accept(PictureProfile.unusable("it is cut off"));
            return null;
        }
    }
}
