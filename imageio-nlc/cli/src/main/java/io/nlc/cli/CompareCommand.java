package io.nlc.cli;

import io.nlc.metrics.MsSsim;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description = "Compares a picture with its original: bits a pixel, PSNR, MS-SSIM, SSIMULACRA 2.",
        footer = {
            "",
            "Both may be of any format, .nlc among them. PSNR is that of the 8-bit sRGB",
            "values; alpha is not compared. MS-SSIM has five scales, fewer for pictures with",
            "a side below 161 pixels. SSIMULACRA 2 says how alike people find the pictures: 90",
            "no visible difference, 70 high, 50 medium and 30 low quality."
        })
final class CompareCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Parameters(
            index = "0",
            paramLabel = "ORIGINAL",
            description = "The picture before compression; - is standard input.")
    private String original;

    @Parameters(
            index = "1",
            paramLabel = "OTHER",
            description = "The compressed picture; its file's size gives the bits a pixel.")
    private String other;

    @Option(names = "--json", description = "For programs; equal pictures have a PSNR of null.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Input first = program.streams().input(original);
        Input second = program.streams().input(other);
        if (first.isStandard() && second.isStandard()) {
            throw new ParameterException(spec.commandLine(), "standard input can be read once only");
        }
        BufferedImage before = first.read(program.settings()).image();
        Input.Picture after = second.read(program.settings());
        Measurement m = Measurement.of(before, after.image(), after.bytes());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(Json.object(
                    "width",
                    m.width(),
                    "height",
                    m.height(),
                    "bytes",
                    m.bytes(),
                    "bpp",
                    m.bpp(),
                    "psnr",
                    m.psnr(),
                    "msSsim",
                    m.msSsim(),
                    "msSsimDb",
                    MsSsim.decibels(m.msSsim()),
                    "ssimulacra2",
                    m.ssimulacra2(),
                    "identical",
                    Double.isInfinite(m.psnr()))));
        } else {
            out.printf(Locale.ROOT, "size          %d x %d, %d bytes%n", m.width(), m.height(), m.bytes());
            out.printf(Locale.ROOT, "rate          %.4f bpp%n", m.bpp());
            out.println("PSNR          "
                    + (Double.isInfinite(m.psnr())
                            ? "infinite (equal)"
                            : String.format(Locale.ROOT, "%.3f dB", m.psnr())));
            out.println("MS-SSIM       "
                    + (Double.isNaN(m.msSsim())
                            ? "none (a side is below 11 pixels)"
                            : String.format(Locale.ROOT, "%.5f (%.2f dB)", m.msSsim(), MsSsim.decibels(m.msSsim()))));
            out.println("SSIMULACRA 2  "
                    + (Double.isNaN(m.ssimulacra2())
                            ? "none (a side is below 8 pixels)"
                            : String.format(Locale.ROOT, "%.3f", m.ssimulacra2())));
        }
        return 0;
    }
}
