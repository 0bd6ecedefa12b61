package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.testkit.Logged;
import io.clubroom.testkit.Rival;
import io.clubroom.web.support.Form;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SlowClientsTest {
    private static final String HALF_A_HEAD = "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Half: ";
    private static final String HALF_A_BODY = "POST /api/auth/login HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Content-Type: application/json\r\n"
            + "Content-Length: 10000\r\n\r\n"
            + "{\"em";
    private static final String HALF_A_CHUNK = "POST /api/auth/login HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Content-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "8\r\n"
            + "{\"em";
    private static final String WHOLE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    private static TestServer server;
    private static String token;

    @BeforeAll
    static void start() {
        server = TestServer.with(
                new ConnectionSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new FilePolicy(20 << 20, 0, TestServer.FILES.types(), false));
        token = server.adminToken();
    }

    /** The beginning of a request with a file. */
    private static String halfAFile(int bytes) {
        return "POST /api/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 10000000\r\n\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + "x".repeat(bytes);
    }

    @AfterAll
    static void stop() {
        server.context().close();
    }

    private static Socket open(String bytes) throws IOException {
        Socket socket = new Socket(server.address().getHost(), server.address().getPort());
        socket.setSoTimeout(60_000);
        send(socket, bytes);
        return socket;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Whether the server closes the connection without a response, within the timeout of the socket. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static void readAnswer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("}")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after " + answer).isNotNegative();
            answer.append((char) next);
        }
        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void four_hundred_incomplete_requests_are_closed_and_do_not_affect_others() throws IOException {
        List<Socket> halves = new ArrayList<>();
        try (Logged logged = Logged.everything()) {
            for (int i = 0; i < 100; i++) {
                halves.add(open(""));
                halves.add(open(HALF_A_HEAD));
                halves.add(open(HALF_A_BODY));
                halves.add(open(HALF_A_CHUNK));
            }
            for (int i = 0; i < 20; i++) {
                Reply reply = server.call("GET", "/api/users/me")
                        .bearer(server.adminToken())
                        .send();
                assertThat(reply.status()).isEqualTo(200);
            }
            for (Socket half : halves) {
                assertThat(isClosed(half)).isTrue();
            }
            assertThat(logged.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(message -> message.contains("No request state"));
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    /** So many bytes at once would otherwise give the client more than a minute. */
    @Test
    void a_file_of_which_no_byte_arrives_any_more_is_given_up() throws IOException {
        try (Socket socket = open(halfAFile(600_000))) {
            assertThat(isClosed(socket)).isTrue();
        }
    }

    @Test
    void slow_uploads_hold_no_thread_and_do_not_affect_others() throws IOException {
        List<Socket> slow = new ArrayList<>();
        HttpConnections connections = server.context().getBean(HttpConnections.class);
        int before = Thread.getAllStackTraces().size();
        try {
            for (int i = 0; i < 300; i++) {
                slow.add(open(halfAFile(100_000)));
            }
            while (connections.members().stream().filter(HttpConnection::isBusy).count() < 300) {
                for (Socket socket : slow) {
                    send(socket, "x");
                }
            }
            assertThat(Thread.getAllStackTraces().size() - before).isLessThan(150);
            assertThat(server.call("GET", "/api/users/me").bearer(token).send().status())
                    .isEqualTo(200);
            Reply other = Form.file("a", new byte[100_000])
                    .to(server.call("POST", "/api/files").bearer(token))
                    .send();
            assertThat(other.status()).isEqualTo(201);
            assertThat(server.call("GET", Objects.requireNonNull(other.header("Location")))
                            .bearer(token)
                            .send()
                            .status())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void a_client_that_reads_nothing_of_a_download_is_given_up() throws IOException {
        String file = Objects.requireNonNull(Form.file("a", new byte[16 << 20])
                .to(server.call("POST", "/api/files").bearer(token))
                .send()
                .header("Location"));
        HttpConnections connections = server.context().getBean(HttpConnections.class);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(
                    server.address().getHost(), server.address().getPort()));
            send(socket, "GET " + file + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
            HttpConnection connection = null;
            while (connection == null) {
                connection = connections.members().stream()
                        .filter(one -> one.channel().remoteAddress() instanceof InetSocketAddress peer
                                && peer.getPort() == socket.getLocalPort())
                        .findFirst()
                        .orElse(null);
            }
            connection.channel().closeFuture().syncUninterruptibly();
        }
    }

    @Test
    void trickling_bytes_does_not_extend_the_deadline() throws IOException {
        for (String begin : List.of(HALF_A_HEAD, HALF_A_BODY)) {
            try (Socket socket = open(begin)) {
                socket.setSoTimeout(20);
                int sent = 0;
                try {
                    while (!isClosed(socket)) {
                        send(socket, "x");
                        sent++;
                        assertThat(sent).isLessThan(1_000);
                    }
                } catch (SocketException closed) {
                    // The connection was closed between two bytes.
                }
            }
        }
    }

    @Test
    void a_file_may_arrive_slowly() throws IOException {
        try (Socket socket = open(halfAFile(0))) {
            socket.setSoTimeout(20);
            for (int sent = 0; sent < 100; sent++) {
                assertThat(isClosed(socket)).isFalse();
                send(socket, "x");
            }
        }
    }

    @Test
    void a_connection_may_be_idle_between_requests_but_not_within_one() throws IOException {
        try (Socket patient = open(WHOLE);
                Socket half = open(HALF_A_HEAD)) {
            readAnswer(patient);
            assertThat(isClosed(half)).isTrue();

            send(patient, WHOLE);
            readAnswer(patient);
            send(patient, HALF_A_HEAD);
            assertThat(isClosed(patient)).isTrue();
        }
    }

    @Test
    void the_response_time_of_the_server_does_not_count() throws IOException {
        TestServer slow = TestServer.with(new ConnectionSettings(Duration.ofSeconds(1), Duration.ofSeconds(20)));
        CountDownLatch mayGoOn = new CountDownLatch(1);
        try {
            String token = slow.token(slow.add("slow", Role.CLIENT));
            slow.users.hang(() -> {
                try {
                    mayGoOn.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            Rival<Reply> request = Rival.start(
                    () -> slow.call("GET", "/api/users/me").bearer(token).send());
            try (Socket half = open(HALF_A_HEAD);
                    Socket another = open(HALF_A_BODY)) {
                assertThat(isClosed(half)).isTrue();
                assertThat(isClosed(another)).isTrue();
            }
            mayGoOn.countDown();
            assertThat(request.result().status()).isEqualTo(200);
        } finally {
            mayGoOn.countDown();
            slow.context().close();
        }
    }
}
