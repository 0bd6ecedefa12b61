package io.clubroom.bootstrap.tracing;

import static io.clubroom.testkit.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpanExportTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path directory;

    /** The bodies of all requests. Protobuf encodes names and values as plain bytes, so the test can search for them. */
    private final StringBuffer received = new StringBuffer();

    private final HttpServer collector;

    SpanExportTest() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.append(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            assertThat(exchange.getRequestHeaders().getFirst("X-Key")).isEqualTo("of-the-collector");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void a_request_and_its_statements_are_spans_of_the_clients_trace_without_the_query_string() {
        try (TestServer server = TestServer.start(
                directory,
                Map.of(
                        "DATABASE_URL",
                        TestDatabase.create().url(),
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://localhost:" + collector.getAddress().getPort(),
                        "OTEL_EXPORTER_OTLP_HEADERS",
                        "X-Key=of-the-collector",
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "100",
                        "OTEL_EXPORTER_OTLP_COMPRESSION",
                        "none"))) {
            Api admin = server.api().signedInAsAdmin();

            admin.get("/api/users?q=of-the-query", "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .expect(200);

            await().until(() -> received.indexOf(bytes(TRACE)) >= 0
                    && received.indexOf("GET /api/users") >= 0
                    && received.indexOf("SELECT users") >= 0);
        }
        assertThat(received)
                .contains("clubroom", "http.response.status_code", "UserRows.list")
                .doesNotContain("of-the-query", TestServer.ADMIN_PASSWORD);
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
    }
}
