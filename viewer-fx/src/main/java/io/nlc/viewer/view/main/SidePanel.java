package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.compress.CompressView;
import io.nlc.viewer.view.details.DetailsView;
import io.nlc.viewer.view.inside.InsideView;
import io.nlc.viewer.view.plot.PlotView;
import io.nlc.viewer.vm.details.DetailsModel;
import io.nlc.viewer.vm.inside.InsideModel;
import io.nlc.viewer.vm.main.ViewerModel;
import io.nlc.viewer.vm.plot.PlotModel;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/** What is done with the pictures, on pages of which one is seen. */
final class SidePanel extends TabPane {

    /** The pages, in their order. */
    enum Page {
        COMPRESS,
        INSIDE,
        PLOT,
        DETAILS
    }

    private final Texts texts;
    private PlotView plotView;

    SidePanel(ViewerModel viewer, InsideModel inside, PlotModel plot, DetailsModel details, Actions actions) {
        this.texts = viewer.context().texts();
        setId("side");
        setAccessibleText(texts.get("side.accessible"));
        // It is about another picture than the one that is seen.
        disableProperty().bind(viewer.document().previewProperty().isNotNull());
        getStyleClass().addAll("side");
        setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
        Tab compressTab =
                new Tab(texts.get("tab.compress"), new CompressView(viewer, actions::save, actions::chooseOriginal));
        Tab insideTab = lazy("tab.inside", () -> new InsideView(viewer, inside));
        Tab plotTab = lazy("tab.plot", () -> {
            plotView = new PlotView(plot, texts, actions::chooseOriginal);
            return plotView;
        });
        getTabs().add(compressTab);
        inside.activeProperty().bind(insideTab.selectedProperty());
        plot.activeProperty().bind(plotTab.selectedProperty());
        Tab detailsTab = lazy("tab.details", () -> new DetailsView(details, texts));
        details.activeProperty().bind(detailsTab.selectedProperty());
        getTabs().addAll(insideTab, plotTab, detailsTab);
        // Its controls are on the first page, and those of other pages lay something else over the picture.
        BooleanProperty brush = viewer.rate().interest().brushProperty();
        compressTab.selectedProperty().addListener((o, was, is) -> {
            if (!is) {
                brush.set(false);
            }
        });
        brush.addListener((o, was, is) -> {
            if (brush.get()) {
                show(Page.COMPRESS);
            }
        });
    }

    // Charts and lists are dear to make and to style, and the first picture should not wait for what nobody has asked
    // for.
    private Tab lazy(String key, Supplier<Node> content) {
        Tab tab = new Tab(texts.get(key));
        tab.selectedProperty().addListener((o, was, is) -> {
            if (tab.getContent() == null) {
                tab.setContent(content.get());
            }
        });
        return tab;
    }

    /** Turns to a page. */
    void show(Page page) {
        getSelectionModel().select(page.ordinal());
    }

    /** Closes what was opened from it. */
    void close() {
        if (plotView != null) {
            plotView.closeLarge();
        }
    }
}
