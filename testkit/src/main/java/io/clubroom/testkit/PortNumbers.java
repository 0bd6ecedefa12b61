package io.clubroom.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports to leave and to return to. They lie below those that the system hands out (IANA: from 49152; Linux: from 32768), so no
 * connection and no server with any port gets one meanwhile.
 */
public final class PortNumbers {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 100;

    private PortNumbers() {}

    /**
     * One on which nobody listens on this machine.
     *
     * @throws IOException if none was found
     */
    public static int lasting() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // The next one may be free.
            }
        }
        throw new IOException("no free port found");
    }
}
