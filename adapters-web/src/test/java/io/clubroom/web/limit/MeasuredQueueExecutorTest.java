package io.clubroom.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.testkit.Rival;
import io.clubroom.web.connection.DirectMemory;
import io.clubroom.web.http.Blocking;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.scheduling.instrument.InstrumentedExecutorService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MeasuredQueueExecutorTest {
    private final AtomicLong nanoTime = new AtomicLong();
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final MeasuredQueueExecutor executor =
            new MeasuredQueueExecutor("test", 1, Duration.ofSeconds(5), nanoTime::get, () -> false);

    @AfterEach
    void stop() {
        mayGoOn.countDown();
        executor.shutdownNow();
    }

    private Runnable taking(Duration time) {
        return () -> nanoTime.addAndGet(time.toNanos());
    }

    private void block() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            await(mayGoOn);
        });
        begun.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_burst_of_short_tasks_does_not_overload() throws Exception {
        List<Future<?>> tasks = new ArrayList<>();
        block();
        for (int i = 0; i < 20_000; i++) {
            assertThat(executor.isOverloaded()).isFalse();
            tasks.add(executor.submit(taking(Duration.ofNanos(100_000))));
        }
        mayGoOn.countDown();
        for (Future<?> task : tasks) {
            task.get();
        }
    }

    @Test
    void as_many_slow_tasks_fit_as_can_be_completed_in_time() throws Exception {
        for (int i = 0; i < 100; i++) {
            executor.submit(taking(Duration.ofMillis(100))).get();
        }
        block();

        int taken = 0;
        while (!executor.isOverloaded()) {
            executor.execute(taking(Duration.ofMillis(100)));
            taken++;
        }

        assertThat(taken).isBetween(50, 52);
    }

    @Test
    void a_task_that_took_half_an_hour_does_not_make_the_pool_overloaded() throws Exception {
        for (int i = 0; i < 100; i++) {
            executor.submit(taking(Duration.ofMillis(1))).get();
        }
        executor.submit(taking(Duration.ofMinutes(27))).get();
        block();

        for (int i = 0; i < 100; i++) {
            assertThat(executor.isOverloaded()).isFalse();
            executor.execute(taking(Duration.ofMillis(1)));
        }
    }

    @Test
    void tasks_that_become_slow_are_noticed() throws Exception {
        for (int i = 0; i < 100; i++) {
            executor.submit(taking(Duration.ofMillis(1))).get();
        }
        for (int i = 0; i < 40; i++) {
            executor.submit(taking(Duration.ofSeconds(2))).get();
        }
        block();
        for (int i = 0; i < 4; i++) {
            executor.execute(taking(Duration.ofSeconds(2)));
        }

        assertThat(executor.isOverloaded()).isTrue();
    }

    @Test
    void the_pool_is_overloaded_while_the_head_of_the_queue_has_waited_too_long() throws Exception {
        block();
        executor.execute(taking(Duration.ZERO));
        nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(executor.isOverloaded()).isFalse();
        nanoTime.addAndGet(1);

        assertThat(executor.isOverloaded()).isTrue();
        mayGoOn.countDown();
        executor.submit(taking(Duration.ZERO)).get();
        assertThat(executor.isOverloaded()).isFalse();
    }

    @Test
    void a_failed_task_does_not_occupy_its_thread() throws Exception {
        executor.submit(() -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(executor.submit(() -> "done").get()).isEqualTo("done");
    }

    @Test
    void a_task_begins_when_memory_is_no_longer_scarce() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        var patient = new MeasuredQueueExecutor(
                "test", 1, Duration.ofSeconds(5), nanoTime::get, () -> checks.incrementAndGet() < 4);
        try {
            assertThat(patient.submit(checks::get).get()).isEqualTo(4);
        } finally {
            patient.shutdownNow();
        }
    }

    @Test
    void a_task_waits_five_seconds_for_memory_and_no_longer() throws Exception {
        var patient = new MeasuredQueueExecutor("test", 1, Duration.ofSeconds(5), nanoTime::get, () -> {
            nanoTime.addAndGet(Duration.ofMillis(500).toNanos());
            return true;
        });
        try {
            assertThat(patient.submit(() -> Duration.ofNanos(nanoTime.get())).get())
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        } finally {
            patient.shutdownNow();
        }
    }

    @Test
    void while_memory_is_scarce_requests_for_the_database_get_503_and_others_are_served() {
        AtomicLong percent = new AtomicLong(76);
        // As much as a server has: what may wait for clients is a share of it, and the largest response must fit.
        long max = 100_000_000;
        TestServer server = TestServer.with(new DirectMemory(() -> max / 100 * percent.get(), max));
        try {
            Reply refused = remove(server);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(server.call("GET", "/health/live").send().status()).isEqualTo(200);

            percent.set(75);
            assertThat(remove(server).status()).isEqualTo(404);
        } finally {
            server.context().close();
        }
    }

    @Test
    void a_request_that_would_wait_too_long_gets_retry_after() {
        TestServer server = TestServer.with(new DatabaseThreadsSettings(1, Duration.ZERO));
        try {
            // Now, because a request under way keeps the store locked.
            String token = server.adminToken();
            CountDownLatch underWay = new CountDownLatch(1);
            server.users.hang(() -> {
                underWay.countDown();
                await(mayGoOn);
            });
            Rival<Reply> running = Rival.start(() -> remove(server, token));
            await(underWay);
            Rival<Reply> waiting = Rival.start(() -> remove(server, token));
            var bean = server.context().getBean(ExecutorService.class, Qualifiers.byName(Blocking.DATABASE));
            var threads = (ThreadPoolExecutor) ((InstrumentedExecutorService) bean).getTarget();
            while (threads.getQueue().isEmpty()) {
                Thread.onSpinWait();
            }

            Reply refused = remove(server, token);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(server.call("GET", "/health/live").send().status()).isEqualTo(200);
            mayGoOn.countDown();
            assertThat(running.result().status()).isEqualTo(404);
            assertThat(waiting.result().status()).isEqualTo(404);
            assertThat(remove(server, token).status()).isEqualTo(404);
        } finally {
            mayGoOn.countDown();
            server.context().close();
        }
    }

    private static Reply remove(TestServer server) {
        return remove(server, server.adminToken());
    }

    private static Reply remove(TestServer server, String token) {
        return server.call("DELETE", "/api/users/11111111-1111-4111-8111-111111111111")
                .bearer(token)
                .send();
    }
}
