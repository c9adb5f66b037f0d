package io.nlc.clients;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * Renders the pages of a PDF document to NLC files with PDFBox: {@code PdfToNlc IN.pdf FOLDER [DPI]}. See
 * {@code samples/docs/pdfbox.md}.
 */
public final class PdfToNlc {

    private static final float USUAL = 150;

    private PdfToNlc() {}

    /** @param args the document, the folder for {@code page-1.nlc} and so on, and dots an inch, 150 if not said */
    public static void main(String[] args) throws IOException {
        if (args.length != 2 && args.length != 3) {
            System.err.println("usage: PdfToNlc IN.pdf FOLDER [DPI]");
            System.exit(2);
        }
        float dpi = args.length == 3 ? Float.parseFloat(args[2]) : USUAL;
        render(new File(args[0]), Path.of(args[1]), dpi).forEach(System.out::println);
    }

    /**
     * Renders all pages.
     *
     * @param folder made if there is none
     * @param dpi dots an inch; a page of A4 has 1240 x 1754 pixels at 150
     * @return the files, one a page
     */
    static List<Path> render(File document, Path folder, float dpi) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        try (PDDocument pages = Loader.loadPDF(document)) {
            PDFRenderer renderer = new PDFRenderer(pages);
            for (int page = 0; page < pages.getNumberOfPages(); page++) {
                BufferedImage image = renderer.renderImageWithDPI(page, dpi, ImageType.RGB);
                Path file = folder.resolve("page-" + (page + 1) + ".nlc");
                // Text and lines are coded as what they are, photographs by networks: nothing is to be chosen.
                Files.deleteIfExists(file);
                if (!ImageIO.write(image, "nlc", file.toFile())) {
                    throw new IOException("ImageIO does not know NLC; is imageio-nlc on the class path?");
                }
                files.add(file);
            }
        }
        return files;
    }
}
