package io.nlc.viewer.view;

import io.nlc.viewer.model.RatePoint;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.PlotModel.Metric;

/** Points of a plot in words. */
record PlotWords(Texts texts) {

    String axis(Metric metric) {
        return texts.get(metric == Metric.PSNR ? "plot.axis.psnr" : "plot.axis.msSsim");
    }

    /** What one needs to know of a point, in several short lines. */
    String lines(RatePoint p) {
        return texts.get("plot.point.lines", p.series(), texts.number(p.quality(), 3), texts.number(p.bpp(), 3), texts.bytes(p.bytes()),
                texts.number(p.psnr(), 2), texts.number(p.msSsim(), 4), texts.number(p.msSsimDb(), 2));
    }

    /** The same to be read aloud. */
    String spoken(RatePoint p) {
        return texts.get("plot.point.spoken", p.series(), texts.number(p.quality(), 3), texts.number(p.bpp(), 3), texts.bytes(p.bytes()),
                texts.number(p.psnr(), 2), texts.number(p.msSsim(), 4));
    }
}
