package io.nlc.samples.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.nlc.failure.NlcException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Answers requests: {@code GET /PATH?side=N} for a picture of the folder, {@code POST /?side=N} for one in the body.
 */
final class ThumbnailHandler implements HttpHandler {

    private static final System.Logger LOG = System.getLogger(ThumbnailHandler.class.getName());
    private static final String CACHED = "public, max-age=3600";

    private final PictureFolder folder;
    private final Limits limits;
    private final Thumbnails thumbnails;

    ThumbnailHandler(PictureFolder folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
        this.thumbnails = new Thumbnails(limits);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange).sendTo(exchange);
        }
    }

    private Answer answer(HttpExchange exchange) {
        try {
            return switch (exchange.getRequestMethod()) {
                case "GET", "HEAD" -> get(exchange);
                case "POST" -> post(exchange);
                default -> notAllowed(exchange);
            };
        } catch (Refusal e) {
            return Answer.of(e);
        } catch (IOException | RuntimeException e) {
            // The client learns nothing of what is inside; whoever runs the server does.
            LOG.log(Level.WARNING, exchange.getRequestURI() + " failed", e);
            return Answer.of(new Refusal(Status.SERVER_ERROR, "the picture cannot be read"));
        }
    }

    private static Answer notAllowed(HttpExchange exchange) {
        String allowed = isRoot(exchange) ? "POST" : "GET, HEAD";
        Answer refused = Answer.of(new Refusal(Status.METHOD_NOT_ALLOWED, "only " + allowed));
        return new Answer(
                refused.status(),
                Map.of("Allow", allowed, "Content-Type", refused.headers().get("Content-Type")),
                refused.body());
    }

    private static boolean isRoot(HttpExchange exchange) {
        return exchange.getRequestURI().getPath().equals("/");
    }

    private Answer get(HttpExchange exchange) throws IOException, Refusal {
        if (isRoot(exchange)) {
            return notAllowed(exchange);
        }
        Side side = Side.parse(exchange.getRequestURI().getQuery());
        Path file = folder.find(exchange.getRequestURI().getPath())
                .orElseThrow(() -> new Refusal(Status.NOT_FOUND, "there is no such picture"));
        ThumbnailFormat format = format(exchange);
        EntityTag tag = EntityTag.of(file, side, format);
        // Whoever caches the answer must know that another Accept header gets another one.
        Map<String, String> caching = Map.of(
                "ETag", tag.value(), "Cache-Control", CACHED, "Vary", "Accept", "Content-Type", format.mediaType());
        if (tag.isIn(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            return new Answer(Status.NOT_MODIFIED, caching, new byte[0]);
        }
        BufferedImage thumbnail = thumbnails.read(() -> new FileImageInputStream(file.toFile()), side.pixels());
        return new Answer(Status.OK, caching, format.encode(thumbnail));
    }

    private Answer post(HttpExchange exchange) throws IOException, Refusal {
        if (!isRoot(exchange)) {
            return notAllowed(exchange);
        }
        Side side = Side.parse(exchange.getRequestURI().getQuery());
        ThumbnailFormat format = format(exchange);
        byte[] file = body(exchange.getRequestBody());
        BufferedImage thumbnail;
        try {
            thumbnail = thumbnails.read(
                    () -> new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), side.pixels());
        } catch (IOException e) {
            String why = NlcException.in(e).map(NlcException::getMessage).orElse("the picture is damaged");
            throw new Refusal(Status.BAD_REQUEST, why);
        }
        return new Answer(
                Status.OK,
                Map.of("Content-Type", format.mediaType(), "Cache-Control", "no-store"),
                format.encode(thumbnail));
    }

    /** One byte more than is allowed is read, and no more, whatever length the client has announced. */
    private byte[] body(InputStream in) throws IOException, Refusal {
        byte[] bytes = in.readNBytes(limits.bytes() + 1);
        if (bytes.length > limits.bytes()) {
            throw new Refusal(Status.TOO_LARGE, "at most " + limits.bytes() + " bytes are taken");
        }
        return bytes;
    }

    private static ThumbnailFormat format(HttpExchange exchange) throws Refusal {
        // The header may be there several times, which means the same as one with commas.
        String accept = String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
        return Accept.parse(accept)
                .choose()
                .orElseThrow(() -> new Refusal(
                        Status.NOT_ACCEPTABLE,
                        "there are " + ThumbnailFormat.NLC.mediaType() + " and " + ThumbnailFormat.PNG.mediaType()));
    }
}
