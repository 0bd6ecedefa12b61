package io.clubroom.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that a test can release and bind again. They are below the ephemeral range (IANA: from 49152; Linux: from 32768), so the
 * system assigns none of them to other sockets.
 */
public final class PortNumbers {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 100;

    private PortNumbers() {}

    /**
     * A port on which nothing listens on this machine.
     *
     * @throws IOException if none was found
     */
    public static int lasting() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // Try the next one.
            }
        }
        throw new IOException("no free port found");
    }
}
