package io.clubroom.web.error;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when memory has run out, as {@code -XX:+ExitOnOutOfMemoryError} does for the heap. That option does not see
 * errors that Java code throws, as for direct memory.
 */
public final class OutOfMemory {
    /** The status with which the JVM exits when the heap is exhausted. */
    private static final int STATUS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(OutOfMemory.class);

    private OutOfMemory() {}

    /** Does not return. */
    public static void exit(OutOfMemoryError error) {
        LOG.error("Out of memory, exiting", error);
        // Without shutdown hooks, which might wait for a thread that has failed.
        Runtime.getRuntime().halt(STATUS);
    }
}
