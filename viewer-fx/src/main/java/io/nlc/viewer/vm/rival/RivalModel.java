package io.nlc.viewer.vm.rival;

import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.rival.RivalFinder;
import io.nlc.viewer.model.rival.RivalFormat;
import io.nlc.viewer.model.rival.RivalTool;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Which codecs of others are installed, and where to look for their programs. */
public final class RivalModel {

    private static final String SETTING = "tools";

    private final Complaint complaint;
    private final LatestJob findJob;
    private final StringProperty folders = new SimpleStringProperty();
    private final ObservableList<RivalTool> tools = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper searching = new ReadOnlyBooleanWrapper();

    /** Nothing is looked for yet. */
    public RivalModel(ViewerContext context, Messages messages) {
        this.complaint = new Complaint(messages);
        this.findJob = context.lane("nlc-rivals");
        folders.set(context.settings().get(SETTING, ""));
        folders.addListener((o, was, is) -> context.settings().put(SETTING, folders.get()));
    }

    /** Folders to look in before the system's, separated as in a path; remembered. {@link #find} looks again. */
    public StringProperty foldersProperty() {
        return folders;
    }

    /** The codecs that were found, in their usual order. */
    public ObservableList<RivalTool> tools() {
        return tools;
    }

    /** The programs of a codec; empty if they are not installed, or not found yet. */
    public Optional<RivalTool> of(RivalFormat format) {
        return tools.stream().filter(tool -> tool.format() == format).findFirst();
    }

    /** Whether they are being looked for. */
    public ReadOnlyBooleanProperty searchingProperty() {
        return searching.getReadOnlyProperty();
    }

    /** Looks for them, in the background. */
    public void find() {
        searching.set(true);
        String chosen = folders.get();
        findJob.start(cancelled -> RivalFinder.of(chosen).find(cancelled), this::found, e -> {
            searching.set(false);
            complaint.failed("error.tools", e);
        });
    }

    private void found(List<RivalTool> found) {
        complaint.mended();
        searching.set(false);
        if (!tools.equals(found)) {
            tools.setAll(found);
        }
    }

    /** Ends all work. */
    public void close() {
        findJob.close();
    }
}
