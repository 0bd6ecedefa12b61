package io.clubroom.web.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.clubroom.testkit.Logged;
import io.clubroom.web.support.Call;
import io.clubroom.web.support.TestServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RequestLogTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final TestServer server = TestServer.fresh();
    private final Logger requests = (Logger) LoggerFactory.getLogger("io.clubroom.requests");

    @AfterEach
    void as_before() {
        requests.setLevel(null);
    }

    private List<ILoggingEvent> linesOf(String id, String traceparent) {
        try (Logged logged = Logged.everything()) {
            server.call("GET", "/api/users/" + UUID.randomUUID() + "?q=of-the-query")
                    .bearer(server.adminToken())
                    .header("X-Request-Id", id)
                    .header("traceparent", traceparent)
                    .send();
            server.call("GET", "/of-a-client")
                    .header("X-Request-Id", "the-next")
                    .send();
            assertThat(logged.events())
                    .extracting(ILoggingEvent::getKeyValuePairs)
                    .asString()
                    .doesNotContain("of-the-query", "of-a-client");
            return logged.events().stream()
                    .filter(event -> id.equals(event.getMDCPropertyMap().get("request_id")))
                    .toList();
        }
    }

    private static Map<String, Object> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    @Test
    void logs_the_start_and_the_end_of_a_request_with_its_status_and_duration() {
        requests.setLevel(Level.DEBUG);

        List<ILoggingEvent> lines = linesOf("of-this-test", PARENT);

        assertThat(lines).extracting(ILoggingEvent::getMessage).containsExactly("Request begins", "Request ends");
        assertThat(pairs(lines.getFirst())).isEqualTo(Map.of("method", "GET", "route", "/api/users/{id}"));
        assertThat(pairs(lines.getLast()))
                .containsEntry("method", "GET")
                .containsEntry("route", "/api/users/{id}")
                .containsEntry("status", 404)
                .hasEntrySatisfying(
                        "duration_ms", value -> assertThat((Double) value).isPositive());
    }

    @Test
    void logs_nothing_if_it_is_off() {
        requests.setLevel(Level.WARN);

        assertThat(linesOf("quiet", PARENT)).isEmpty();
    }

    @Test
    void logs_the_end_of_a_refused_read_at_level_info() {
        requests.setLevel(Level.INFO);

        assertThat(linesOf("refused-read", PARENT)).singleElement().satisfies(line -> {
            assertThat(line.getMessage()).isEqualTo("Request ends");
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            // The start of a read is not logged.
            assertThat(pairs(line)).isEqualTo(Map.of("method", "GET", "route", "/api/users/{id}", "status", 404));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /no/such/path, none, 404",
        "HEAD, /api/users/me, /api/users/me, 401",
        "POST, /api/users, /api/users, 400",
        "POST, /api/auth/logout, /api/auth/logout, 204",
        "DELETE, /health/live, , 0",
        "GET, /health/ready, , 0",
        "GET, /health, , 0",
        "GET, /metrics, , 0",
        "GET, /health/nothing, , 0",
        "GET, /api/chat/rooms, , 0",
        "HEAD, /api/chat/rooms, , 0",
        "OPTIONS, /api/users, , 0"
    })
    void logs_changes_and_refused_requests_with_the_request_id(
            String method, String path, @Nullable String route, int status) {
        requests.setLevel(Level.INFO);
        server.database.up = !path.startsWith("/health");
        List<ILoggingEvent> lines;
        try (Logged logged = Logged.everything()) {
            Call call = server.call(method, path).header("X-Request-Id", "of-this-request");
            if (path.contains("rooms")) {
                call.bearer(server.adminToken());
            }
            if (method.equals("OPTIONS")) {
                call.header("Origin", "https://club.example").header("Access-Control-Request-Method", "POST");
            }
            if (method.equals("POST")) {
                call.json("{\"refresh_token\":\"unknown\"}");
            }
            call.send();
            lines = logged.events().stream()
                    .filter(event -> event.getLoggerName().equals(requests.getName()))
                    .toList();
        }

        if (route == null) {
            assertThat(lines).isEmpty();
            return;
        }
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.getMDCPropertyMap()).containsEntry("request_id", "of-this-request");
            assertThat(pairs(line))
                    .containsEntry("method", method)
                    .containsEntry("route", route)
                    .containsEntry("status", status);
            assertThat(pairs(line).containsKey("duration_ms")).isEqualTo(method.equals("POST"));
        });
    }

    @Test
    void has_the_trace_of_the_client_on_every_line_of_its_request() {
        requests.setLevel(Level.DEBUG);

        assertThat(linesOf("traced", PARENT))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).containsEntry("trace_id", TRACE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "00-" + TRACE + "-00f067aa0ba902b7",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E473G-00f067aa0ba902b7-01"
            })
    void an_invalid_trace_is_omitted(String traceparent) {
        requests.setLevel(Level.DEBUG);

        assertThat(linesOf("untraced", traceparent))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).doesNotContainKey("trace_id"));
    }
}
