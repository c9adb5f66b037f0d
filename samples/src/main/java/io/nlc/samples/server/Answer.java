package io.nlc.samples.server;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a client gets.
 *
 * @param status with which code
 * @param headers by name
 * @param body without bytes if there is none
 */
record Answer(Status status, Map<String, String> headers, byte[] body) {

    static Answer of(Refusal refusal) {
        String text = refusal.getMessage() + System.lineSeparator();
        return new Answer(
                refusal.status(),
                Map.of("Content-Type", "text/plain; charset=utf-8"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    /** A HEAD request gets the headers of a GET request, with the length of what it does not get. */
    void sendTo(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && status != Status.NOT_MODIFIED) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        if (head || body.length == 0) {
            exchange.sendResponseHeaders(status.code(), -1);
            return;
        }
        exchange.sendResponseHeaders(status.code(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
