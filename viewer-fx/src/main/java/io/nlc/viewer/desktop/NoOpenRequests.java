package io.nlc.viewer.desktop;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Where files come as arguments only. */
final class NoOpenRequests implements OpenRequests {

    @Override
    public void listen(Consumer<List<Path>> opened) {}
}
