package io.nlc.imageio;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What native code has allocated and not freed, as the GNU C library counts it in all its arenas. */
final class NativeHeap {

    private static final Pattern SIZE =
            Pattern.compile("<(total|system) type=\"(fast|rest|mmap|current)\"[^>]* size=\"(\\d+)\"/>");

    private NativeHeap() {}

    /** In kB; -1 with another library. */
    static long allocated() {
        try {
            Path file = Files.createTempFile("malloc", ".xml");
            try {
                return info(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException | LinkageError e) { // among them that there is no such function
            return -1;
        }
    }

    private static long info(Path file) throws IOException {
        NativeLibrary c = NativeLibrary.getInstance("c");
        Function info = c.getFunction("malloc_info");
        Pointer stream = (Pointer) c.getFunction("fopen").invoke(Pointer.class, new Object[] {file.toString(), "w"});
        info.invoke(Integer.class, new Object[] {0, stream});
        c.getFunction("fclose").invoke(Integer.class, new Object[] {stream});
        String text = Files.readString(file);
        // After those of each arena come those of all.
        Matcher sizes = SIZE.matcher(text).region(text.lastIndexOf("</heap>"), text.length());
        return sizes.results().mapToLong(NativeHeap::bytes).sum() >> 10;
    }

    /** What the arenas have of the system less what is free in them, and what lies outside them. */
    private static long bytes(MatchResult size) {
        long bytes = Long.parseLong(size.group(3));
        return size.group(2).equals("current") || size.group(2).equals("mmap") ? bytes : -bytes;
    }
}
