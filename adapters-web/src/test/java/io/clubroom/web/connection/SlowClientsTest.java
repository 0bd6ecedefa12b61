package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.clubroom.domain.user.Role;
import io.clubroom.testkit.Rival;
import io.clubroom.web.support.Logged;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @BeforeAll
    static void start() {
        server = TestServer.with(new ConnectionSettings(Duration.ofSeconds(1), Duration.ofSeconds(1)));
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
