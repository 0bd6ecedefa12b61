package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.password.HashRequester;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The only thread is occupied until {@link #finish}, so that everything else waits in a queue of eight places. */
@Timeout(180)
class FairQueueTest {
    private static final int QUEUE = 8;
    private static final HashRequester FLOOD = anonymous("203.0.113.1");
    private static final HashRequester GUEST = anonymous("198.51.100.7");

    private final HashingThreads threads = new HashingThreads(1, QUEUE);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> computed = Collections.synchronizedList(new ArrayList<>());

    private static HashRequester anonymous(String address) {
        return new HashRequester(address, null);
    }

    private static HashRequester signedIn(String address, UUID user) {
        return new HashRequester(address, user);
    }

    @BeforeEach
    void occupy() throws InterruptedException {
        callers.submit(() -> threads.compute(anonymous("192.0.2.1"), () -> {
            try {
                return finish.await(60, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }));
        await(() -> threads.computing() == 1);
    }

    @AfterEach
    void close() {
        finish.countDown();
        threads.close();
        callers.close();
    }

    /** Queues a hash, and returns when it waits. */
    private Future<Boolean> queue(String name, HashRequester requester) throws InterruptedException {
        int before = threads.waiting();
        long displaced = threads.displaced();
        Future<Boolean> call = callers.submit(() -> threads.compute(requester, () -> computed.add(name)));
        // One that displaces another is in the queue when the queue is as long as before.
        await(() -> threads.waiting() > before
                || (threads.displaced() > displaced && threads.waiting() == before)
                || call.isDone());
        return call;
    }

    private List<Future<Boolean>> fill(HashRequester requester) throws InterruptedException {
        List<Future<Boolean>> calls = new ArrayList<>();
        for (int i = 1; i <= QUEUE; i++) {
            calls.add(queue("flood " + i, requester));
        }
        return calls;
    }

    private List<String> order() throws InterruptedException {
        int waiting = threads.waiting();
        finish.countDown();
        await(() -> computed.size() == waiting);
        return computed;
    }

    private static void assertRefused(@Nullable Future<Boolean> call) {
        assertThat(call).isNotNull();
        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void the_hash_of_a_client_does_not_wait_for_the_backlog_of_another() throws Exception {
        for (int i = 1; i <= 5; i++) {
            queue("flood " + i, FLOOD);
        }
        queue("guest 1", GUEST);
        queue("guest 2", GUEST);

        assertThat(order())
                .containsExactly("flood 1", "guest 1", "flood 2", "guest 2", "flood 3", "flood 4", "flood 5");
    }

    @Test
    void a_client_that_filled_the_queue_loses_its_last_place_to_another() throws Exception {
        List<Future<Boolean>> flood = fill(FLOOD);
        assertThat(threads.isFullFor(FLOOD)).isTrue();
        assertThat(threads.isFullFor(GUEST)).isFalse();

        Future<Boolean> guest = queue("guest", GUEST);

        assertRefused(flood.getLast());
        assertThat(threads.displaced()).isEqualTo(1);
        assertThat(order()).hasSize(QUEUE).startsWith("flood 1", "guest").doesNotContain("flood 8");
        assertThat(guest.get()).isTrue();
    }

    @Test
    void a_client_that_filled_the_queue_is_refused_and_displaces_nobody() throws Exception {
        List<Future<Boolean>> flood = fill(FLOOD);
        queue("guest", GUEST);

        assertRefused(queue("too many", FLOOD));
        assertThat(threads.displaced()).isEqualTo(1);
        assertThat(flood.subList(0, QUEUE - 1)).noneMatch(Future::isDone);
    }

    @Test
    void clients_with_equal_shares_do_not_displace_each_other() throws Exception {
        for (int i = 1; i <= QUEUE; i++) {
            queue("client " + i, anonymous("203.0.113." + i));
        }

        assertThat(threads.isFullFor(GUEST)).isTrue();
        assertRefused(queue("guest", GUEST));
        assertThat(threads.displaced()).isZero();
    }

    @Test
    void a_user_with_many_addresses_has_the_share_of_one() throws Exception {
        UUID user = UUID.randomUUID();
        for (int i = 1; i <= QUEUE; i++) {
            queue("flood " + i, signedIn("203.0.113." + i, user));
        }

        queue("guest", signedIn("198.51.100.7", UUID.randomUUID()));

        assertThat(order()).startsWith("flood 1", "guest", "flood 2").hasSize(QUEUE);
    }

    @Test
    void an_address_with_many_users_has_the_share_of_one() throws Exception {
        for (int i = 1; i <= QUEUE; i++) {
            queue("flood " + i, signedIn("203.0.113.1", UUID.randomUUID()));
        }

        queue("guest", GUEST);

        assertThat(order()).startsWith("flood 1", "guest", "flood 2").hasSize(QUEUE);
    }

    @Test
    void an_earlier_backlog_does_not_count_once_it_is_computed() throws Exception {
        fill(FLOOD);
        order();
        await(() -> threads.requesters() == 0);

        assertThat(threads.isFullFor(FLOOD)).isFalse();
    }

    @Test
    void keeps_no_client_in_memory_whose_hashes_are_computed_displaced_or_cancelled() throws Exception {
        fill(FLOOD);
        for (int i = 1; i <= 4; i++) {
            queue("guest", signedIn("198.51.100." + i, UUID.randomUUID()));
        }
        Future<Boolean> cancelled = queue("cancelled", anonymous("192.0.2.99"));
        int waiting = threads.waiting();
        cancelled.cancel(true);
        await(() -> threads.waiting() < waiting);

        order();

        await(() -> threads.requesters() == 0);
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
