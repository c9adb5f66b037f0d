package io.nlc.bench;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Memory of the first NVIDIA GPU. */
final class GpuMemory {

    /** CUDA gives memory away in pieces of this many bytes, however little is asked for. */
    private static final long SMALLEST = 1L << 20;

    private GpuMemory() {}

    /** What all programs together have of it, in MiB; a dash if nobody can say. */
    static String used() {
        try {
            Process query = new ProcessBuilder(
                            "nvidia-smi", "-i", "0", "--query-gpu=memory.used", "--format=csv,noheader,nounits")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(query.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return answer.isEmpty() ? "-" : answer;
        } catch (IOException e) {
            return "-";
        }
    }

    /**
     * Takes all that is left of it, until this process ends.
     *
     * @return bytes
     */
    static long takeAll() {
        Function allocate = NativeLibrary.getInstance("libcudart.so.12").getFunction("cudaMalloc");
        long taken = 0;
        for (long piece = 1L << 34; piece >= SMALLEST; piece /= 2) {
            while (allocate.invokeInt(new Object[] {new PointerByReference(), new NativeLong(piece)}) == 0) {
                taken += piece;
            }
        }
        return taken;
    }
}
