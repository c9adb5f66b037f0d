import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.css.Stylesheet;

/**
 * Puts the compiled form of style sheets beside them, where JavaFX looks for it first; parsing the theme's 170 kB takes a viewer that has
 * just been started a quarter of a second: {@code java --module-path MODULES --add-modules javafx.graphics Styles.java PATTERN JAR}.
 */
public final class Styles {

    public static void main(String[] args) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(args[1]))) {
            List<Path> sheets;
            try (Stream<Path> files = Files.walk(jar.getPath("/"))) {
                sheets = files.filter(f -> f.toString().matches(args[0])).toList();
            }
            if (sheets.isEmpty()) {
                throw new IOException(args[1] + " has no " + args[0]);
            }
            for (Path sheet : sheets) {
                File css = File.createTempFile("style", ".css");
                File bss = File.createTempFile("style", ".bss");
                Files.write(css.toPath(), Files.readAllBytes(sheet));
                Stylesheet.convertToBinary(css, bss);
                Files.write(sheet.resolveSibling(sheet.getFileName().toString().replaceFirst("css$", "bss")), Files.readAllBytes(bss.toPath()));
                css.delete();
                bss.delete();
            }
        }
    }
}
