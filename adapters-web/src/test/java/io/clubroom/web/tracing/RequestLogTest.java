package io.clubroom.web.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.clubroom.web.support.Logged;
import io.clubroom.web.support.TestServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    void tells_when_a_request_begins_and_when_it_ends_with_its_status_and_duration() {
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
    void says_nothing_unless_it_is_asked_to() {
        assertThat(linesOf("quiet", PARENT)).isEmpty();
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
    void a_trace_that_is_none_is_left_out(String traceparent) {
        requests.setLevel(Level.DEBUG);

        assertThat(linesOf("untraced", traceparent))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).doesNotContainKey("trace_id"));
    }
}
