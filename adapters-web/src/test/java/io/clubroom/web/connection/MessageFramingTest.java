package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.web.support.Raw;
import io.clubroom.web.support.TestServer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request begins and ends is the same for this server and for any proxy in front of it (RFC 9112). */
class MessageFramingTest {
    private static final String SMUGGLED = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String LOGIN =
            "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private final TestServer server = TestServer.fresh();

    private void assertRefused(String request, int status) {
        String answer = Raw.sendUntilClosed(server.address(), request + SMUGGLED);

        assertThat(answer)
                .as(request)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\nconnection: close\r\n");
        assertThat(responses(answer)).as(request + "\n" + answer).isEqualTo(1);
    }

    private static int responses(String answer) {
        Matcher matcher = Pattern.compile("HTTP/1\\.1 \\d{3} ").matcher(answer);
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xchunked",
                "identity",
                "\"chunked\"",
                "",
                "gzip",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "chunked;q=1",
                "identity, chunked",
                "chunked\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: identity",
                "identity\r\nTransfer-Encoding: chunked",
                "x\r\nTransfer-Encoding: chunked"
            })
    void a_transfer_encoding_other_than_one_chunked_is_refused(String coding) {
        assertRefused(LOGIN + "Transfer-Encoding: " + coding + "\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400);
        assertRefused(LOGIN + "Content-Length: 2\r\nTransfer-Encoding: " + coding + "\r\n\r\n{}", 400);
    }

    /** More than the buffers of the network take: the client must be able to send all of it. */
    @Test
    void a_client_that_goes_on_sending_a_refused_body_gets_the_answer() {
        String body = "x".repeat(8_000_000);
        assertRefused(LOGIN + "Content-Length: " + body.length() + "\r\n\r\n" + body, 413);
        assertRefused(
                LOGIN + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                        + "\r\n0\r\n\r\n",
                413);
    }

    @Test
    void a_length_besides_chunks_is_refused() {
        assertRefused(LOGIN + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400);
        assertRefused(LOGIN + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1, 2",
                "1\r\nContent-Length: 2",
                "2\r\nContent-Length: 2",
                "-1",
                "+2",
                "0x2",
                "2 2",
                "",
                "99999999999999999999"
            })
    void an_ambiguous_length_is_refused(String length) {
        assertRefused(LOGIN + "Content-Length: " + length + "\r\n\r\n{}", 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n{}\r\n0\r\n\r\n",
                "-2\r\n{}\r\n0\r\n\r\n",
                "\r\n{}\r\n0\r\n\r\n",
                "0x2\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}x\r\n0\r\n\r\n",
                "2\r\n{}\n0\r\n\r\n",
                "2\n{}\r\n0\r\n\r\n",
                "2 \n{}\r\n0\r\n\r\n",
                "fffffffff\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}\r\n0\r\nBad Trailer: x\r\n\r\n"
            })
    void a_broken_chunk_is_refused_and_its_body_not_processed(String chunks) {
        assertRefused(LOGIN + "Transfer-Encoding: chunked\r\n\r\n" + chunks, 400);
        assertThat(Raw.sendUntilClosed(
                        server.address(), LOGIN + "Transfer-Encoding: chunked\r\n\r\n" + chunks + SMUGGLED))
                .contains("\"code\":\"bad_request\"");
    }

    @Test
    void a_broken_chunk_that_arrives_later_is_refused() throws Exception {
        try (var socket =
                new java.net.Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write((LOGIN + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n").getBytes("US-ASCII"));
            socket.getOutputStream().flush();
            // Answers only once the server has read what came before.
            Raw.send(server.address(), SMUGGLED);
            socket.getOutputStream().write("zz\r\n".getBytes("US-ASCII"));
            socket.getOutputStream().flush();

            assertThat(new String(socket.getInputStream().readAllBytes(), "UTF-8"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"code\":\"bad_request\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", "CHUNKED"})
    void chunks_are_read(String coding) {
        String answer = Raw.send(
                server.address(),
                LOGIN + "Transfer-Encoding: " + coding
                        + "\r\n\r\n1\r\n{\r\n1;name=value\r\n}\r\n0\r\nTrailer: x\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"code\":\"invalid_input\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0", "HTTP/9.9"})
    void another_version_is_not_supported(String version) {
        assertRefused("GET /health/live " + version + "\r\nHost: x\r\n\r\n", 505);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1", "HTTP/1.10", "HTTP/x.1", "http/1.1", "HTTPS/1.1", "1.1", "HTTP 1.1"})
    void a_malformed_version_is_refused(String version) {
        String answer =
                Raw.sendUntilClosed(server.address(), "GET /health/live " + version + "\r\nHost: x\r\n\r\n" + SMUGGLED);

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(responses(answer)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "keep-alive, close", "close, keep-alive", "Keep-Alive, Close", "x,close"})
    void a_client_can_have_the_connection_closed(String connection) {
        String answer = Raw.sendUntilClosed(
                server.address(),
                "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n" + SMUGGLED);

        assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\nconnection: close\r\n");
        assertThat(responses(answer)).isEqualTo(1);
    }

    @Test
    void a_connection_of_http_1_0_is_closed_unless_the_client_keeps_it() {
        String answer = Raw.sendUntilClosed(server.address(), "GET /health/live HTTP/1.0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.").contains(" 200 OK\r\n");
    }

    @Test
    void a_request_line_of_8000_bytes_is_read() {
        String line = "GET /api/nope?q=" + "a".repeat(8000 - "GET /api/nope?q= HTTP/1.1".length()) + " HTTP/1.1\r\n";

        assertThat(Raw.send(server.address(), line + "Host: x\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void many_requests_at_once_are_answered_in_order() {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < HttpBounds.PIPELINED_REQUESTS; i++) {
            requests.append("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Request-Id: r")
                    .append(i)
                    .append("\r\n\r\n");
        }
        requests.append("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: last\r\n\r\n");

        String answer = Raw.sendUntilClosed(server.address(), requests.toString());

        assertThat(responses(answer)).isEqualTo(HttpBounds.PIPELINED_REQUESTS + 1);
        assertThat(answer.toLowerCase(Locale.ROOT))
                .containsSubsequence(
                        "x-request-id: r0", "x-request-id: r1\r", "x-request-id: r31", "x-request-id: last");
    }

    @Test
    void a_connection_is_closed_after_the_answers_if_too_many_requests_wait() {
        String answer = Raw.sendUntilClosed(server.address(), SMUGGLED.repeat(1_000));

        assertThat(responses(answer)).isBetween(1, 999);
        assertThat(answer).containsIgnoringCase("\r\nconnection: close\r\n");
    }
}
