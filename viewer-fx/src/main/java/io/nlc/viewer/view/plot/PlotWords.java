package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.PackNames;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.plot.Metric;
import io.nlc.viewer.model.plot.RatePoint;

/** Points of a plot in words. */
record PlotWords(Texts texts) {

    String axis(Metric metric) {
        return texts.get(
                switch (metric) {
                    case PSNR -> "plot.axis.psnr";
                    case MS_SSIM -> "plot.axis.msSsim";
                    case SSIMULACRA2 -> "plot.axis.ssimulacra2";
                });
    }

    /** What people call a codec. */
    String name(Codec codec) {
        return codec instanceof Codec.Nlc nlc ? new PackNames(texts).name(nlc.pack()) : codec.label();
    }

    /** What one needs to know of a point, in several short lines. */
    String lines(RatePoint p) {
        return texts.get(
                "plot.point.lines",
                name(p.codec()),
                texts.number(p.quality(), 3),
                texts.number(p.bpp(), 3),
                texts.bytes(p.bytes()),
                texts.number(p.psnr(), 2),
                texts.number(p.scores().msSsim(), 4),
                texts.number(p.scores().msSsimDb(), 2),
                texts.number(p.scores().ssimulacra2(), 1));
    }

    /** The same to be read aloud. */
    String spoken(RatePoint p) {
        return texts.get(
                "plot.point.spoken",
                name(p.codec()),
                texts.number(p.quality(), 3),
                texts.number(p.bpp(), 3),
                texts.bytes(p.bytes()),
                texts.number(p.psnr(), 2),
                texts.number(p.scores().msSsim(), 4),
                texts.number(p.scores().ssimulacra2(), 1));
    }
}
