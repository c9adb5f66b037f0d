package io.nlc.viewer.model.rival;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The installed programs of a codec.
 *
 * @param format which codec
 * @param encoder makes its files of PNG
 * @param decoder makes PNG of its files
 * @param version what the encoder says of itself, such as {@code 1.2.4}; empty if it says nothing
 */
public record RivalTool(RivalFormat format, Path encoder, Path decoder, String version) {

    public RivalTool {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(version, "version");
    }

    List<String> encode(Path png, Path file, int step) {
        return command(encoder, format.encodeArguments(png, file, step));
    }

    List<String> decode(Path file, Path png) {
        return command(decoder, format.decodeArguments(file, png));
    }

    private static List<String> command(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }
}
