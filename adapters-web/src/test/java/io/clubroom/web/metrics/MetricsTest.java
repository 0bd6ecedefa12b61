package io.clubroom.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final TestServer server = TestServer.fresh();

    @Test
    void requests_are_counted_and_timed_by_method_route_and_status() {
        String labels = "{method=\"GET\",path=\"/api/users/{id}\",status=\"404\"}";
        double before = value("api_http_requests_total" + labels);
        double timedBefore = value("api_http_request_duration_seconds_count" + labels);

        for (int i = 0; i < 3; i++) {
            server.call("GET", "/api/users/" + UUID.randomUUID())
                    .bearer(server.adminToken())
                    .send();
        }

        assertThat(value("api_http_requests_total" + labels)).isEqualTo(before + 3);
        assertThat(value("api_http_request_duration_seconds_count" + labels)).isEqualTo(timedBefore + 3);
        assertThat(value("api_http_request_duration_seconds_sum" + labels)).isPositive();
    }

    @Test
    void durations_fall_into_buckets_from_5_ms_to_10_s() {
        server.call("GET", "/health/live").send();

        String text = scrape();
        for (String bound : new String[] {
            "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"
        }) {
            assertThat(text)
                    .contains("api_http_request_duration_seconds_bucket{method=\"GET\",path=\"/health/live\","
                            + "status=\"200\",le=\"" + bound + "\"}");
        }
    }

    @Test
    void paths_and_methods_that_do_not_exist_share_a_label() {
        for (int i = 0; i < 20; i++) {
            server.call("GET", "/nope/" + UUID.randomUUID()).send();
            server.call("BREW" + i, "/nope").send();
        }

        String text = scrape();

        assertThat(text).doesNotContain("/nope").doesNotContain("BREW");
        assertThat(value("api_http_requests_total{method=\"GET\",path=\"unmatched\",status=\"404\"}"))
                .isGreaterThanOrEqualTo(20);
        assertThat(value("api_http_requests_total{method=\"OTHER\",path=\"unmatched\",status=\"501\"}"))
                .isGreaterThanOrEqualTo(20);
    }

    @Test
    void refused_requests_are_counted_too() {
        String labels = "{method=\"GET\",path=\"/api/users/me\",status=\"401\"}";
        double before = value("api_http_requests_total" + labels);

        server.call("GET", "/api/users/me").send();

        assertThat(value("api_http_requests_total" + labels)).isEqualTo(before + 1);
    }

    @Test
    void open_connections_are_counted() throws IOException {
        // Its own server, because connections of other tests to the shared one may end at any time.
        TestServer quiet = TestServer.another();
        try {
            double before = value(quiet, "api_active_connections");
            try (Socket socket =
                    new Socket(quiet.address().getHost(), quiet.address().getPort())) {
                socket.getOutputStream().write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
                socket.getInputStream().read();

                assertThat(value(quiet, "api_active_connections")).isGreaterThan(before);
            }
            while (value(quiet, "api_active_connections") > before) {
                Thread.onSpinWait();
            }
        } finally {
            quiet.context().close();
        }
    }

    @Test
    void sign_ins_are_counted_by_method_and_outcome() {
        server.add("counted", Role.CLIENT);
        Map<String, Double> before = signIns();

        login("{\"email\":\"counted@example.com\",\"password\":\"SecurePass123\"}");
        login("{\"email\":\"counted@example.com\",\"password\":\"SecurePass124\"}");
        login("{\"email\":\"nobody@example.com\",\"password\":\"SecurePass124\"}");
        server.call("GET", "/api/auth/oauth/callback?state=unknown&code=c").send();
        server.call("POST", "/api/auth/second-factor")
                .json("{\"mfa_token\":\"unknown\",\"code\":\"123456\"}")
                .send();
        server.call("POST", "/api/auth/passkey")
                .json("{\"challenge_id\":\"" + UUID.randomUUID()
                        + "\",\"credential\":{\"id\":\"AA\",\"type\":\"public-key\",\"response\":"
                        + "{\"clientDataJSON\":\"AA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}}")
                .send();

        Map<String, Double> increases = signIns();
        increases.replaceAll((labels, count) -> count - before.get(labels));
        increases.values().removeIf(increase -> increase == 0);
        assertThat(increases)
                .isEqualTo(Map.of(
                        "method=\"password\",outcome=\"success\"", 1.0,
                        "method=\"password\",outcome=\"invalid_credentials\"", 2.0,
                        "method=\"oauth\",outcome=\"oauth_state_invalid\"", 1.0,
                        "method=\"second_factor\",outcome=\"mfa_token_invalid\"", 1.0,
                        "method=\"passkey\",outcome=\"challenge_invalid\"", 1.0));
    }

    /** The numbers of sign-ins by their labels: all of them, because those that never happened are 0. */
    private Map<String, Double> signIns() {
        return scrape().lines()
                .filter(line -> line.startsWith("clubroom_sign_ins_total{"))
                .collect(Collectors.toMap(
                        line -> line.substring(line.indexOf('{') + 1, line.indexOf('}')),
                        line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
    }

    private void login(String body) {
        server.call("POST", "/api/auth/login").json(body).send();
    }

    @Test
    void used_memory_is_measured() {
        assertThat(value("api_memory_usage_bytes")).isGreaterThan(1_000_000);
    }

    @Test
    void are_public_and_in_the_prometheus_text_format() {
        Reply reply = server.call("GET", "/metrics")
                .header("Accept", "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3")
                .send();

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(reply.body()).contains("# TYPE api_http_requests_total counter");
    }

    @Test
    void are_formatted_on_a_platform_thread() {
        MeterRegistry registry = server.context().getBean(MeterRegistry.class);
        Gauge gauge = Gauge.builder("of.this.test", () -> Thread.currentThread().isVirtual() ? 1 : 0)
                .register(registry);
        try {
            assertThat(scrape()).contains("\nof_this_test 0.0\n");
        } finally {
            registry.remove(gauge);
        }
    }

    private String scrape() {
        return scrape(server);
    }

    private static String scrape(TestServer server) {
        return server.call("GET", "/metrics").send().body();
    }

    private double value(String series) {
        return value(server, series);
    }

    private static double value(TestServer server, String series) {
        return scrape(server)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }
}
