package io.nlc.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As clients see it. Pictures are drawn and small, so that no network runs, but for one. */
class ThumbnailServerTest {

    private static final Limits LIMITS = new Limits(10_000, 400_000);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private ThumbnailServer server;

    @BeforeEach
    void start() throws IOException {
        Path pictures = Files.createDirectories(folder.resolve("pictures/deeper"));
        Files.write(pictures.resolve("wide.png"), png(200, 100));
        Files.write(folder.resolve("pictures/ein Bild.png"), png(30, 40));
        Files.writeString(folder.resolve("pictures/text.png"), "no picture");
        Files.write(folder.resolve("pictures/cut.png"), Arrays.copyOf(png(200, 100), 60));
        Files.write(folder.resolve("pictures/.hidden.png"), png(30, 40));
        Files.write(folder.resolve("secret.png"), png(30, 40));
        Files.createSymbolicLink(folder.resolve("pictures/link.png"), folder.resolve("secret.png"));
        server = new ThumbnailServer(folder.resolve("pictures"), 0, LIMITS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] png(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x < width / 2 ? 0x2040C0 : 0xE0D080);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.address().resolve(URI.create(path)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    private static BufferedImage picture(HttpResponse<byte[]> response) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(response.body()));
    }

    @ParameterizedTest
    @CsvSource({"image/x-nlc,image/x-nlc", "'image/png,*/*;q=0.1',image/png"})
    void get_answersWhatTheClientPrefers(String accept, String type) throws Exception {
        HttpResponse<byte[]> response = send(request("/deeper/wide.png?side=64").header("Accept", accept));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo(type);
        assertThat(header(response, "Vary")).isEqualTo("Accept");
        BufferedImage image = picture(response);
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(32);
        assertThat(new java.awt.Color(image.getRGB(10, 10)).getBlue()).isBetween(0xB8, 0xC8);
    }

    @Test
    void smallPicture_staysAsItIs() throws Exception {
        BufferedImage image = picture(send(request("/ein%20Bild.png")));
        assertThat(image.getWidth()).isEqualTo(30);
        assertThat(image.getHeight()).isEqualTo(40);
        assertThat(image.getRGB(3, 3)).isEqualTo(0xFF2040C0);
    }

    @Test
    void sameThumbnail_isNotSentAgain() throws Exception {
        HttpResponse<byte[]> first = send(request("/deeper/wide.png"));
        String tag = header(first, "ETag");
        assertThat(tag).startsWith("\"").endsWith("\"");
        assertThat(header(first, "Cache-Control")).contains("max-age");
        HttpResponse<byte[]> again = send(request("/deeper/wide.png").header("If-None-Match", "\"x\", W/" + tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);

        // another size, another format, or another picture is something else
        assertThat(send(request("/deeper/wide.png?side=32").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request("/deeper/wide.png").header("If-None-Match", tag).header("Accept", "image/x-nlc"))
                        .statusCode())
                .isEqualTo(200);
        Files.write(folder.resolve("pictures/deeper/wide.png"), png(220, 100));
        assertThat(send(request("/deeper/wide.png").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void head_answersAsGetWithoutThePicture() throws Exception {
        HttpResponse<byte[]> get = send(request("/deeper/wide.png"));
        HttpResponse<byte[]> head = send(request("/deeper/wide.png").method("HEAD", BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Type", "Content-Length", "ETag", "Vary", "Cache-Control")) {
            assertThat(header(head, name)).as(name).isNotNull().isEqualTo(header(get, name));
        }
        assertThat(send(request("/none.png").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"side=0", "side=7", "side=1025", "side=999999999999", "side=-5", "side=x", "size=64", "side=64&x"
            })
    void badQuery_is400(String query) throws Exception {
        assertThat(send(request("/deeper/wide.png?" + query)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none.png", "/deeper", "/deeper/", "/.hidden.png", "/link.png", "/a%00b.png"})
    void noSuchPicture_is404(String path) throws Exception {
        assertThat(send(request(path)).statusCode()).isEqualTo(404);
    }

    /** What no client library would send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.png",
                "/deeper/../../secret.png",
                "/%2e%2e/secret.png",
                "/..%2fsecret.png",
                "//../secret.png",
                "/deeper/%2e%2e%2f%2e%2e%2fsecret.png",
                "/..%5csecret.png"
            })
    void pathOutOfTheFolder_is404(String path) throws Exception {
        assertThat(folder.resolve("secret.png")).exists();
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void otherMethods_are405_andHearWhichThereAre() throws Exception {
        HttpResponse<byte[]> delete = send(request("/deeper/wide.png").DELETE());
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(header(delete, "Allow")).isEqualTo("GET, HEAD");
        assertThat(folder.resolve("pictures/deeper/wide.png")).exists();
        HttpResponse<byte[]> get = send(request("/"));
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(header(get, "Allow")).isEqualTo("POST");
        assertThat(send(request("/deeper/wide.png").POST(BodyPublishers.ofByteArray(png(9, 9))))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void clientThatTakesNeither_is406() throws Exception {
        assertThat(send(request("/deeper/wide.png").header("Accept", "image/webp"))
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    void sentPicture_comesBackSmall() throws Exception {
        HttpResponse<byte[]> response = send(
                request("/?side=50").header("Accept", "image/x-nlc").POST(BodyPublishers.ofByteArray(png(100, 60))));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertThat(picture(response).getWidth()).isEqualTo(50);
        assertThat(picture(response).getHeight()).isEqualTo(30);
    }

    @Test
    void tooManyBytesOrPixels_are413() throws Exception {
        byte[] flat = png(1000, 401);
        assertThat(flat.length).isLessThan(LIMITS.bytes());
        assertThat(send(request("/").POST(BodyPublishers.ofByteArray(flat))).statusCode())
                .isEqualTo(413);
        Files.write(folder.resolve("pictures/large.png"), flat);
        assertThat(send(request("/large.png")).statusCode()).isEqualTo(413);
        byte[] large = Arrays.copyOf(png(10, 10), LIMITS.bytes() + 1);
        assertThat(send(request("/").POST(BodyPublishers.ofByteArray(large))).statusCode())
                .isEqualTo(413);
        // as long as it may be, with zeros after its end
        assertThat(send(request("/").POST(BodyPublishers.ofByteArray(Arrays.copyOf(large, LIMITS.bytes()))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherThanPictures_are415() throws Exception {
        assertThat(send(request("/").POST(BodyPublishers.ofString("text"))).statusCode())
                .isEqualTo(415);
        assertThat(send(request("/").POST(BodyPublishers.noBody())).statusCode())
                .isEqualTo(415);
        assertThat(send(request("/text.png")).statusCode()).isEqualTo(415);
    }

    @Test
    void damagedPicture_isTheSendersFaultOrTheServers() throws Exception {
        byte[] cut = Arrays.copyOf(png(200, 100), 60);
        assertThat(send(request("/").POST(BodyPublishers.ofByteArray(cut))).statusCode())
                .isEqualTo(400);
        assertThat(send(request("/cut.png")).statusCode()).isEqualTo(500);
        assertThat(send(request("/deeper/wide.png")).statusCode()).isEqualTo(200);
    }

    /** More at once than there are workers and places to wait. */
    @Test
    void manyAtOnce_allGetTheirs() {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 100)
                .mapToObj(i -> client.sendAsync(
                                request("/deeper/wide.png?side=" + (20 + i)).build(), BodyHandlers.ofByteArray())
                        .thenApply(HttpResponse::statusCode))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
    }

    /** A photograph, of which networks make the soft picture. */
    @Test
    void nlcPhotograph_comesAsThumbnail() throws Exception {
        BufferedImage landscape =
                ImageIO.read(Path.of("pictures/landscape.png").toFile()).getSubimage(0, 0, 384, 256);
        Path file = folder.resolve("pictures/photo.nlc");
        ImageIO.write(landscape, "nlc", file.toFile());
        HttpResponse<byte[]> response = send(request("/photo.nlc?side=96"));
        assertThat(response.statusCode()).isEqualTo(200);
        BufferedImage image = picture(response);
        assertThat(image.getWidth()).isEqualTo(96);
        double difference = 0;
        for (int i = 0; i < 96 * 64; i++) {
            int x = i % 96;
            int y = i / 96;
            double mean = IntStream.range(0, 16)
                    .map(j -> landscape.getRaster().getSample(4 * x + j % 4, 4 * y + j / 4, 1))
                    .average()
                    .orElseThrow();
            difference += Math.abs(mean - (image.getRGB(x, y) >> 8 & 0xFF));
        }
        assertThat(difference / (96 * 64)).isLessThan(8);
    }
}
