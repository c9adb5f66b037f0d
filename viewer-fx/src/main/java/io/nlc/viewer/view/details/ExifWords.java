package io.nlc.viewer.view.details;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.details.ExifEntry;
import java.util.Map;

/** Camera data in words. */
final class ExifWords {

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0x010E, "description"),
            Map.entry(0x010F, "make"),
            Map.entry(0x0110, "model"),
            Map.entry(0x0112, "orientation"),
            Map.entry(0x011A, "xResolution"),
            Map.entry(0x011B, "yResolution"),
            Map.entry(0x0131, "software"),
            Map.entry(0x0132, "changed"),
            Map.entry(0x013B, "artist"),
            Map.entry(0x8298, "copyright"),
            Map.entry(0x829A, "exposure"),
            Map.entry(0x829D, "aperture"),
            Map.entry(0x8827, "iso"),
            Map.entry(0x9003, "taken"),
            Map.entry(0x9204, "bias"),
            Map.entry(0x9209, "flash"),
            Map.entry(0x920A, "focal"),
            Map.entry(0xA001, "space"),
            Map.entry(0xA002, "width"),
            Map.entry(0xA003, "height"),
            Map.entry(0xA405, "focal35"),
            Map.entry(0xA433, "lensMake"),
            Map.entry(0xA434, "lens"),
            Map.entry(ExifEntry.GPS + 2, "latitude"),
            Map.entry(ExifEntry.GPS + 4, "longitude"),
            Map.entry(ExifEntry.GPS + 6, "altitude"));
    private static final Map<Integer, String> FORMS = Map.of(
            0x829A,
            "seconds",
            0x829D,
            "stop",
            0x9204,
            "steps",
            0x920A,
            "millimetres",
            0xA405,
            "millimetres",
            ExifEntry.GPS + 2,
            "degrees",
            ExifEntry.GPS + 4,
            "degrees",
            ExifEntry.GPS + 6,
            "metres");

    private ExifWords() {}

    /** What an entry is about; its number if nobody here knows. */
    static String name(Texts texts, ExifEntry entry) {
        String known = NAMES.get(entry.tag());
        return known == null
                ? texts.get("exif.tag", String.format("%04X", entry.tag() & 0xFFFF))
                : texts.get("exif." + known);
    }

    /** What it says, with its unit. */
    static String value(Texts texts, ExifEntry entry) {
        String form = FORMS.get(entry.tag());
        String value = entry.value();
        if ("degrees".equals(form)) {
            value = value.replaceFirst(" ", "\u00B0 ").replaceFirst("(\u00B0 \\S+) ", "$1\u2032 ");
            return value + "\u2033";
        }
        return form == null ? value : texts.get("exif." + form, value);
    }
}
