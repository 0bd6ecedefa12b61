package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.password.HashRequester;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class HashingThreadsTest {
    private static final int CALLERS = 12;
    private static final HashRequester CLIENT = new HashRequester("203.0.113.1", null);

    private final HashingThreads threads = new HashingThreads(1, 1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final ExecutorCompletionService<String> callers =
            new ExecutorCompletionService<>(Executors.newVirtualThreadPerTaskExecutor());

    @AfterEach
    void close() {
        finish.countDown();
        threads.close();
    }

    private Future<String> call() {
        return callers.submit(() -> threads.compute(CLIENT, this::hash));
    }

    private String hash() {
        begun.incrementAndGet();
        try {
            finish.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return "hash";
    }

    @Test
    void compute_one_and_queue_one_and_reject_the_others_however_close_they_come() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            call();
        }
        for (int rejected = 0; rejected < CALLERS - 2; rejected++) {
            assertThatThrownBy(callers.take()::get).hasCauseInstanceOf(RejectedExecutionException.class);
        }
        await(() -> threads.computing() == 1 && threads.waiting() == 1);
        assertThat(threads.isFullFor(CLIENT)).isTrue();

        finish.countDown();

        assertThat(callers.take().get()).isEqualTo("hash");
        assertThat(callers.take().get()).isEqualTo("hash");
        assertThat(threads.isFullFor(CLIENT)).isFalse();
        assertThat(threads.computed()).isEqualTo(2);
    }

    @Test
    void a_place_is_free_as_soon_as_its_caller_has_the_result() throws Exception {
        finish.countDown();
        try (var single = new HashingThreads(1, 0)) {
            for (int i = 0; i < 1_000; i++) {
                single.compute(CLIENT, this::hash);
            }
        }
    }

    @Test
    void a_hash_whose_caller_was_interrupted_leaves_the_queue_and_is_not_computed() throws Exception {
        Future<String> computing = call();
        await(() -> threads.computing() == 1);
        Future<String> waiting = call();
        await(() -> threads.waiting() == 1);

        waiting.cancel(true);
        await(() -> threads.waiting() == 0 && !threads.isFullFor(CLIENT));
        finish.countDown();

        assertThat(computing.get()).isEqualTo("hash");
        assertThat(begun).hasValue(1);
    }

    @Test
    void a_hash_under_way_keeps_its_place_until_it_is_computed() throws Exception {
        Future<String> abandoned = call();
        await(() -> threads.computing() == 1);
        abandoned.cancel(true);
        call();
        await(() -> threads.waiting() == 1);

        assertThat(threads.isFullFor(CLIENT)).isTrue();
        finish.countDown();
        await(() -> !threads.isFullFor(CLIENT) && threads.computing() == 0);
    }

    @Test
    void a_failure_reaches_the_caller_and_frees_the_place() throws Exception {
        try (var single = new HashingThreads(1, 0)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> single.compute(CLIENT, () -> {
                            throw new IllegalArgumentException("no salt");
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasRootCauseMessage("no salt");
            }
        }
    }

    @Test
    void closing_finishes_what_was_accepted_and_rejects_the_rest() throws Exception {
        Future<String> accepted = call();
        await(() -> threads.computing() == 1);
        finish.countDown();

        threads.close();

        assertThat(accepted.get()).isEqualTo("hash");
        assertThatThrownBy(call()::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(threads.isFullFor(CLIENT)).isFalse();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the condition did not come true in the time of this test");
            }
            Thread.onSpinWait();
        }
    }
}
