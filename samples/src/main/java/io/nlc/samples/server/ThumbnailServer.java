package io.nlc.samples.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves thumbnails of the pictures in a folder, and of those that are sent to it: {@code ThumbnailServer FOLDER
 * [PORT]}. See {@code samples/docs/thumbnail-server.md}.
 */
public final class ThumbnailServer implements AutoCloseable {

    /*
     * A picture takes memory and a processor, so as many are made at a time as there are processors, and some more
     * wait. Beyond that the thread that accepts connections makes one itself and accepts none in the meantime: the
     * rest wait in the system's queue, where they cost nothing.
     */
    private static final int WAITING = 64;

    private static final int BACKLOG = 128;

    private final HttpServer server;
    private final ExecutorService workers;

    /**
     * Starts to serve on this machine's own address, which others cannot reach.
     *
     * @param folder with the pictures
     * @param port 0 for any that is free
     * @param limits what pictures it takes
     */
    public ThumbnailServer(Path folder, int port, Limits limits) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        workers = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                new ThreadPoolExecutor.CallerRunsPolicy());
        server.setExecutor(workers);
        server.createContext("/", new ThumbnailHandler(new PictureFolder(folder), limits));
        server.start();
    }

    /** Where it is reached, such as {@code http://127.0.0.1:8080/}. */
    public URI address() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
    }

    /** Ends after the requests that it is at, or a second. */
    @Override
    public void close() {
        server.stop(1);
        workers.shutdown();
    }

    /** @param args the folder, and the port, 8080 if there is none */
    public static void main(String[] args) throws IOException {
        if (args.length != 1 && args.length != 2) {
            System.err.println("usage: ThumbnailServer FOLDER [PORT]");
            System.exit(2);
        }
        int port = args.length == 2 ? Integer.parseInt(args[1]) : 8080;
        ThumbnailServer server = new ThumbnailServer(Path.of(args[0]), port, Limits.USUAL);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println(server.address());
    }
}
