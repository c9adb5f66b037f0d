package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PDFBox draws pages that become NLC files, and NLC files become pages. */
class PdfBoxTest {

    @TempDir
    private Path folder;

    @Test
    void pagesBecomeNlcFiles() throws IOException {
        File document = folder.resolve("two.pdf").toFile();
        try (PDDocument pages = new PDDocument()) {
            for (Color colour : List.of(new Color(0x3060A0), new Color(0xA06030))) {
                PDPage page = new PDPage(new PDRectangle(72, 36));
                pages.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(pages, page)) {
                    content.setNonStrokingColor(colour);
                    content.addRect(0, 0, 36, 36);
                    content.fill();
                }
            }
            pages.save(document);
        }
        Path out = folder.resolve("out");
        PdfToNlc.main(new String[] {document.toString(), out.toString(), "100"});
        BufferedImage first = ImageIO.read(out.resolve("page-1.nlc").toFile());
        assertThat(first.getWidth()).isEqualTo(100);
        assertThat(first.getHeight()).isEqualTo(50);
        assertThat(first.getRGB(20, 20)).isEqualTo(0xFF3060A0);
        assertThat(first.getRGB(80, 20)).isEqualTo(0xFFFFFFFF);
        assertThat(ImageIO.read(out.resolve("page-2.nlc").toFile()).getRGB(20, 20))
                .isEqualTo(0xFFA06030);
        assertThat(out.resolve("page-3.nlc")).doesNotExist();
    }

    @Test
    void nlcFilesBecomePages_andBack() throws IOException {
        File photo = Pictures.save(
                Pictures.photograph(250, 200), folder.resolve("photo.nlc").toFile());
        File drawn = Pictures.save(
                Pictures.quarters(60, 40), folder.resolve("drawn.nlc").toFile());
        File document = folder.resolve("out.pdf").toFile();
        NlcToPdf.main(new String[] {document.toString(), photo.toString(), drawn.toString()});

        BufferedImage read = ImageIO.read(photo);
        try (PDDocument pages = Loader.loadPDF(document)) {
            assertThat(pages.getNumberOfPages()).isEqualTo(2);
            PDPage page = pages.getPage(0);
            assertThat(page.getMediaBox().getWidth()).isEqualTo(125);
            COSName name = page.getResources().getXObjectNames().iterator().next();
            PDImageXObject image = (PDImageXObject) page.getResources().getXObject(name);
            assertThat(Pictures.psnr(read, image.getImage())).isInfinite();
        }
        List<Path> again = PdfToNlc.render(document, folder, 144);
        assertThat(Pictures.pack(Files.readAllBytes(again.get(0)))).isNotEmpty();
        assertThat(Pictures.psnr(read, ImageIO.read(again.get(0).toFile()))).isGreaterThan(26);
        assertThat(ImageIO.read(again.get(1).toFile()).getRGB(45, 30)).isEqualTo(0xFFE0D080);
    }
}
