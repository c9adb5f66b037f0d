package io.nlc.clients;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/**
 * Makes a PDF document of NLC files, a page of each, with PDFBox: {@code NlcToPdf OUT.pdf IN.nlc...}. See
 * {@code samples/docs/pdfbox.md}.
 */
public final class NlcToPdf {

    /** That is 144 dots an inch, of which a page is a whole number at PDFBox, which rounds down. */
    private static final float PIXELS_A_POINT = 2;

    private NlcToPdf() {}

    /** @param args the document, and the files in the order of its pages */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: NlcToPdf OUT.pdf IN.nlc...");
            System.exit(2);
        }
        List<File> pictures = Arrays.stream(args).skip(1).map(File::new).toList();
        make(pictures, new File(args[0]));
    }

    /** Makes a document of pages as large as their pictures are at 144 dots an inch. */
    static void make(List<File> pictures, File document) throws IOException {
        try (PDDocument pages = new PDDocument()) {
            for (File picture : pictures) {
                BufferedImage image = ImageIO.read(picture);
                if (image == null) {
                    throw new IOException(picture + " is of no format that ImageIO knows");
                }
                // PDF has no NLC inside: it takes the pixels, and the colour profile if the picture has one.
                add(pages, LosslessFactory.createFromImage(pages, image));
            }
            pages.save(document);
        }
    }

    private static void add(PDDocument pages, PDImageXObject image) throws IOException {
        float width = image.getWidth() / PIXELS_A_POINT;
        float height = image.getHeight() / PIXELS_A_POINT;
        PDPage page = new PDPage(new PDRectangle(width, height));
        pages.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(pages, page)) {
            content.drawImage(image, 0, 0, width, height);
        }
    }
}
