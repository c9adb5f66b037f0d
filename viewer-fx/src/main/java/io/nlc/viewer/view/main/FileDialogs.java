package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.SaveFormat;
import io.nlc.viewer.model.coding.Saving;
import io.nlc.viewer.model.rival.RivalFormat;
import io.nlc.viewer.vm.main.ViewerModel;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import javax.imageio.ImageIO;

/** Asks for files, starting where the last one was. Tests answer instead. */
class FileDialogs {

    private final ViewerModel viewer;
    private final Texts texts;
    private final Settings settings;

    FileDialogs(ViewerModel viewer) {
        this.viewer = viewer;
        this.texts = viewer.context().texts();
        this.settings = viewer.context().settings();
    }

    /** Pictures to open; none if the user changed their mind. */
    List<Path> open(Window owner) {
        FileChooser chooser = chooser("dialog.open");
        List<String> suffixes = Arrays.stream(ImageIO.getReaderFileSuffixes())
                .filter(s -> !s.isEmpty())
                .map(s -> "*." + s)
                .distinct()
                .sorted()
                .toList();
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(texts.get("dialog.pictures"), suffixes),
                        new FileChooser.ExtensionFilter(texts.get("dialog.all"), "*.*"));
        List<File> chosen = chooser.showOpenMultipleDialog(owner);
        if (chosen == null) {
            return List.of();
        }
        remember(chosen.get(0));
        return chosen.stream().map(File::toPath).toList();
    }

    /** Where to save the current encoding; the dialog has asked before it answers with an existing file. */
    Optional<Path> save(Window owner) {
        FileChooser chooser = chooser("dialog.save");
        chooser.setInitialFileName(viewer.document().proposedName());
        Saving saving = viewer.encoding().saving();
        List<SaveFormat> formats =
                Arrays.stream(SaveFormat.values()).filter(saving::can).toList();
        for (SaveFormat format : formats) {
            String name = format == SaveFormat.WEBP ? RivalFormat.WEBP.label() : format.name();
            chooser.getExtensionFilters()
                    .add(new FileChooser.ExtensionFilter(
                            format == SaveFormat.NLC ? name : texts.get("dialog.decoded", name),
                            format.suffixes().stream()
                                    .map(suffix -> "*." + suffix)
                                    .toList()));
        }
        File chosen = chooser.showSaveDialog(owner);
        if (chosen != null) {
            remember(chosen);
        }
        return Optional.ofNullable(chosen).map(File::toPath);
    }

    private FileChooser chooser(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(texts.get(title));
        File folder = new File(settings.get("folder", System.getProperty("user.home")));
        if (folder.isDirectory()) {
            chooser.setInitialDirectory(folder);
        }
        return chooser;
    }

    private void remember(File file) {
        if (file.getParent() != null) {
            settings.put("folder", file.getParent());
        }
    }
}
