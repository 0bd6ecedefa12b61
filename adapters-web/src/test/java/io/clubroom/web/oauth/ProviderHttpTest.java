package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.testkit.Rival;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderHttpTest {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        executor.close();
    }

    private static ProviderHttp http(Duration timeout) {
        return new ProviderHttp(new OAuthSettings(Map.of(), Optional.empty(), Set.of(), timeout));
    }

    private void assertNoAnswer(ProviderHttp http, String path) {
        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> http.converse(Provider.OIDC, it -> it.get(address.resolve(path), null)))
                .withMessage("it timed out");
    }

    @Test
    void times_out_on_a_missing_and_on_an_endless_response() {
        server.createContext("/silent", exchange -> await());
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write('{');
                body.flush();
                await();
            }
        });
        ProviderHttp http = http(Duration.ofMillis(300));

        assertNoAnswer(http, "/silent");
        assertNoAnswer(http, "/endless");
        http.close();
    }

    @Test
    void all_requests_of_a_conversation_share_the_deadline() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes());
            exchange.close();
        });
        ProviderHttp http = http(Duration.ofMillis(700));
        long start = System.nanoTime();

        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> http.converse(Provider.OIDC, it -> {
                    // Each response is immediate, but together they take longer than the deadline.
                    while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
                        it.get(address, null);
                    }
                    return null;
                }))
                .withMessage("it timed out");
        http.close();
    }

    @Test
    void stops_its_threads() throws InterruptedException {
        Set<Thread> before = clientThreads();
        server.createContext("/silent", exchange -> await());
        ProviderHttp http = http(Duration.ofMillis(300));
        assertNoAnswer(http, "/silent");
        Set<Thread> started = clientThreads();
        started.removeAll(before);
        assertThat(started).isNotEmpty();

        http.close();

        for (Thread thread : started) {
            assertThat(thread.join(Duration.ofSeconds(20))).as(thread.getName()).isTrue();
        }
    }

    private static Set<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void reports_an_unreachable_provider() {
        ProviderHttp http = http(Duration.ofSeconds(20));
        server.stop(0);

        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> http.converse(Provider.OIDC, it -> it.get(address, null)))
                .withMessage("it is unreachable, or its response is unreadable");
        http.close();
    }

    @Test
    void refuses_a_33rd_conversation_with_a_provider_at_once_but_none_with_others() {
        ProviderHttp http = http(Duration.ofSeconds(20));
        CountDownLatch inside = new CountDownLatch(32);
        List<Rival<Boolean>> rivals = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            rivals.add(Rival.start(() -> http.converse(Provider.OIDC, _ -> {
                inside.countDown();
                await();
                return true;
            })));
        }
        await(inside);

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> http.converse(Provider.OIDC, _ -> true));
        assertThat(http.<Boolean>converse(Provider.GOOGLE, _ -> true)).isTrue();

        end.countDown();
        rivals.forEach(rival -> assertThat(rival.result()).isTrue());
        assertThat(http.<Boolean>converse(Provider.OIDC, _ -> true)).isTrue();
        http.close();
    }

    private void await() {
        await(end);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
