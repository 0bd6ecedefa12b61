package io.clubroom.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The bytes that the most frequent requests allocate, which do not depend on the speed of the machine. */
@Isolated("counts the allocations of all threads")
class AllocationsTest {
    private static final int WARM_UP = 400;
    private static final int REQUESTS = 100;
    private static final int BATCHES = 12;
    private static final double TOLERANCE = 1.2;

    /** The known allocation of each request, in bytes. Lower it when a request permanently allocates less. */
    private static final Map<String, Integer> KNOWN = Map.of(
            "/health/live", 21_800,
            "/api/users/me", 34_700,
            "/api/chat/rooms", 65_300);

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;

    @Test
    void no_request_allocates_20_percent_more_than_known() throws Exception {
        Map<String, Long> allocated = new LinkedHashMap<>();
        try (TestServer server = TestServer.start(
                directory, Map.of("DATABASE_URL", TestDatabase.create().url()))) {
            String token = server.api()
                    .login(TestServer.ADMIN_EMAIL, TestServer.ADMIN_PASSWORD)
                    .expect(200)
                    .text("token");
            for (String path : KNOWN.keySet()) {
                allocated.put(path, perRequest(server.address(), path, token));
            }
        }

        assertThat(allocated)
                .allSatisfy((path, bytes) -> assertThat(bytes)
                        .as("bytes for %s; all: %s", path, allocated)
                        .isLessThan((long) (KNOWN.get(path) * TOLERANCE)));
    }

    /** The bytes per request in the batch with the fewest, which background work disturbed least. */
    private long perRequest(URI server, String path, String token) throws IOException {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                .getBytes(US_ASCII);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setTcpNoDelay(true);
            byte[] answer = new byte[65_536];
            int length = first(socket, request, answer);
            repeat(socket, request, answer, length, WARM_UP);
            long least = Long.MAX_VALUE;
            for (int batch = 0; batch < BATCHES; batch++) {
                Map<Long, Long> before = allocatedByThread();
                repeat(socket, request, answer, length, REQUESTS);
                long sum = 0;
                for (Map.Entry<Long, Long> thread : allocatedByThread().entrySet()) {
                    sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
                }
                least = Math.min(least, sum / REQUESTS);
            }
            return least;
        }
    }

    /** The bytes that each thread has allocated, except this one, which is the client. */
    private Map<Long, Long> allocatedByThread() {
        Map<Long, Long> bytes = new HashMap<>();
        long[] ids = threads.getAllThreadIds();
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != Thread.currentThread().threadId()) {
                bytes.put(ids[i], allocated[i]);
            }
        }
        return bytes;
    }

    private static void repeat(Socket socket, byte[] request, byte[] answer, int length, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            socket.getOutputStream().write(request);
            assertThat(socket.getInputStream().readNBytes(answer, 0, length)).isEqualTo(length);
            if (answer[9] != '2') {
                throw new AssertionError(new String(answer, 0, length, US_ASCII));
            }
        }
    }

    /** Sends the first request and returns the length of the response, which is the same for all requests. */
    private static int first(Socket socket, byte[] request, byte[] answer) throws IOException {
        socket.getOutputStream().write(request);
        InputStream in = socket.getInputStream();
        int read = 0;
        while (true) {
            read += in.read(answer, read, answer.length - read);
            String text = new String(answer, 0, read, US_ASCII);
            int head = text.indexOf("\r\n\r\n");
            Matcher length = LENGTH.matcher(text);
            if (head >= 0 && length.find() && read >= head + 4 + Integer.parseInt(length.group(1))) {
                return read;
            }
        }
    }
}
