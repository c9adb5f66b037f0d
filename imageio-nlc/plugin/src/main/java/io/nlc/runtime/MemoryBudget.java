package io.nlc.runtime;

import com.sun.management.OperatingSystemMXBean;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.lang.management.ManagementFactory;

/**
 * How much native memory networks may take.
 *
 * @param bytes of all networks of the process together, at least 1
 */
public record MemoryBudget(long bytes) {

    private static final int MIB_SHIFT = 20;

    public MemoryBudget {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxMemory must be at least 1 byte, not " + bytes);
        }
    }

    /**
     * Half of what the machine has, or the container, if that has a limit. The other half is for Java's heap, which
     * takes a quarter unless it is told otherwise, and for everything else.
     */
    public static MemoryBudget ofMachine() {
        return Machine.BUDGET;
    }

    /** Asked for once, when first needed: that takes some milliseconds. */
    private static final class Machine {
        static final MemoryBudget BUDGET = new MemoryBudget(Math.max(1, total() / 2));

        private static long total() {
            try {
                if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
                    return system.getTotalMemorySize(); // the container's, if it has a limit
                }
            } catch (NoClassDefFoundError e) {
                // an OSGi bundle, which sees of the JDK what it imports
            }
            return Runtime.getRuntime().maxMemory() * 4;
        }
    }

    /**
     * Checks that a run fits if it runs alone.
     *
     * @param what for the message
     * @throws NlcException naming what it needs, what there may be, and the property, if it does not
     */
    public void check(String what, MemoryUse use, long positions) throws NlcException {
        long needed = use.alone(positions);
        if (needed > bytes) {
            throw new NlcException(
                    FailureKind.MEMORY,
                    what + " needs " + mebibytes(needed) + " of native memory, more than the limit of "
                            + mebibytes(bytes) + " (nlc.maxMemory)");
        }
    }

    /** The most positions of a run that fits if it runs alone, 0 if none does. */
    public long positions(MemoryUse use) {
        return use.perPosition() == 0 ? Long.MAX_VALUE : Math.max(0, bytes - use.loaded()) / use.perPosition();
    }

    /** How many runs over so many positions fit at once; 0 if none does. */
    public long runs(MemoryUse use, long positions) {
        return Math.max(0, bytes - use.loaded()) / Math.max(1, use.run(positions));
    }

    private static String mebibytes(long bytes) {
        return (bytes + (1L << MIB_SHIFT) - 1 >> MIB_SHIFT) + " MiB";
    }
}
