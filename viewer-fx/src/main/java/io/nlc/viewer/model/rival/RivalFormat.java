package io.nlc.viewer.model.rival;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Codecs of others, each with its command-line tools. Their settings are made alike here: whole numbers from 0, the
 * smallest file, to {@link #steps}, the best picture.
 */
public enum RivalFormat {

    /** WebP, lossy, by the tools of libwebp. */
    WEBP("WebP", "webp", 200, List.of("cwebp"), List.of("dwebp"), "-version", List.of(0.5, 0.1, 0.85, 0.3, 0.7, 0.02)) {
        @Override
        List<String> encodeArguments(Path png, Path file, int step) {
            return List.of("-quiet", "-m", "6", "-q", number(step / 2.0), png.toString(), "-o", file.toString());
        }

        @Override
        List<String> decodeArguments(Path file, Path png) {
            return List.of("-quiet", file.toString(), "-o", png.toString());
        }
    },

    /** AVIF by the tools of libavif. */
    AVIF(
            "AVIF",
            "avif",
            63,
            List.of("avifenc"),
            List.of("avifdec"),
            "--version",
            List.of(0.4, 0.15, 0.65, 0.25, 0.5, 0.1)) {
        @Override
        List<String> encodeArguments(Path png, Path file, int step) {
            String level = "cq-level=" + (63 - step);
            return List.of(
                    "-s",
                    "6",
                    "--min",
                    "0",
                    "--max",
                    "63",
                    "-a",
                    "end-usage=q",
                    "-a",
                    level,
                    png.toString(),
                    "-o",
                    file.toString());
        }

        @Override
        List<String> decodeArguments(Path file, Path png) {
            return List.of("-d", "8", file.toString(), png.toString());
        }
    },

    /** HEIC by the tools of libheif. */
    HEIC(
            "HEIC",
            "heic",
            100,
            List.of("heif-enc"),
            List.of("heif-dec", "heif-convert"),
            "--version",
            List.of(0.3, 0.15, 0.45, 0.2, 0.4, 0.1)) {
        @Override
        List<String> encodeArguments(Path png, Path file, int step) {
            return List.of("-q", Integer.toString(step), png.toString(), "-o", file.toString());
        }

        @Override
        List<String> decodeArguments(Path file, Path png) {
            return List.of(file.toString(), png.toString());
        }
    },

    /** JPEG XL by the tools of libjxl. */
    JPEG_XL("JPEG XL", "jxl", 150, List.of("cjxl"), List.of("djxl"), "--version", List.of(0.3, 0.05, 0.5, 0.15, 0.4)) {
        @Override
        List<String> encodeArguments(Path png, Path file, int step) {
            // Distances are felt by their ratio: from 25, the largest there is, to 0.1.
            return List.of(png.toString(), file.toString(), "-d", number(geometric(25, 0.1, step)));
        }

        @Override
        List<String> decodeArguments(Path file, Path png) {
            return List.of(file.toString(), png.toString());
        }
    },

    /** JPEG 2000, irreversible, by the tools of OpenJPEG. */
    JPEG_2000(
            "JPEG 2000",
            "jp2",
            300,
            List.of("opj_compress"),
            List.of("opj_decompress"),
            "-h",
            List.of(0.4, 0.2, 0.6, 0.3, 0.5)) {
        @Override
        List<String> encodeArguments(Path png, Path file, int step) {
            return List.of("-i", png.toString(), "-o", file.toString(), "-I", "-r", number(geometric(1000, 2, step)));
        }

        @Override
        List<String> decodeArguments(Path file, Path png) {
            return List.of("-i", file.toString(), "-o", png.toString());
        }
    };

    private final String label;
    private final String suffix;
    private final int steps;
    private final List<String> encoders;
    private final List<String> decoders;
    private final String versionArgument;
    private final List<Double> curve;

    RivalFormat(
            String label,
            String suffix,
            int steps,
            List<String> encoders,
            List<String> decoders,
            String versionArgument,
            List<Double> curve) {
        this.label = label;
        this.suffix = suffix;
        this.steps = steps;
        this.encoders = encoders;
        this.decoders = decoders;
        this.versionArgument = versionArgument;
        this.curve = curve;
    }

    abstract List<String> encodeArguments(Path png, Path file, int step);

    abstract List<String> decodeArguments(Path file, Path png);

    /** Its name, the same in all languages. */
    public String label() {
        return label;
    }

    /** The suffix of its files, without the point. */
    public String suffix() {
        return suffix;
    }

    /** The setting of the best picture. */
    public int steps() {
        return steps;
    }

    /** The setting for a quality from 0 to 1. */
    public int step(double quality) {
        return (int) Math.round(Math.max(0, Math.min(1, quality)) * steps);
    }

    /** Names that the program which encodes may have. */
    public List<String> encoders() {
        return encoders;
    }

    /** Names that the program which decodes may have. */
    public List<String> decoders() {
        return decoders;
    }

    /** Qualities, 0 to 1, that span about the rates of NLC on a photograph. */
    public List<Double> curve() {
        return curve;
    }

    /** With which its encoder tells its version. */
    String versionArgument() {
        return versionArgument;
    }

    double geometric(double from, double to, int step) {
        return from * Math.pow(to / from, (double) step / steps);
    }

    // Programs read numbers with a point, whatever the language.
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
