package io.clubroom.persistence.user;

import static io.clubroom.persistence.user.UserRowMapper.USER_ROWS;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Loads users by id, with one statement for concurrent requests. A request after a pause is served immediately; under load, statements
 * start at intervals, so that each loads more users. A statement starts after all its requests have arrived, and so sees everything that
 * was committed before them.
 */
@Singleton
final class UserBatchLoader {
    private static final int MAX_BATCH_SIZE = 256;

    /**
     * The time between the starts of two statements of a thread, for each user that the first one loads. A single client that sends one
     * request after the other hardly notices it, because a round trip takes as long. A statement for a few users costs hardly more CPU
     * than a statement for one.
     */
    private static final Duration INTERVAL_PER_USER = Duration.ofNanos(200_000);

    private static final Duration MAX_INTERVAL = Duration.ofNanos(800_000);

    /** If the oldest request has waited this long, the database hangs, and new requests are rejected. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** @param context the HTTP request's, for logs and traces; a batch runs in that of its first request */
    private record Request(UserId id, long since, PropagatedContext context, CompletableFuture<Optional<User>> user) {}

    private final Request stop =
            new Request(new UserId(new UUID(0, 0)), 0, PropagatedContext.empty(), new CompletableFuture<>());
    private final Function<Collection<UUID>, List<UserRow>> findByIds;
    private final LongSupplier nanoTime;
    private final LongConsumer sleep;
    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    @Inject
    UserBatchLoader(UserRows rows) {
        // With few processors, one thread makes larger batches and leaves CPU to the rest of the server. In return, a
        // connection that breaks silently delays all reads until the driver's timeout.
        this(
                rows::findByIds,
                Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 2),
                System::nanoTime,
                LockSupport::parkNanos);
    }

    /**
     * @param threads the number of statements that may run at the same time
     * @param nanoTime a monotonic clock in nanoseconds
     * @param sleep waits for this many nanoseconds, or not at all if less than one
     */
    UserBatchLoader(
            Function<Collection<UUID>, List<UserRow>> findByIds,
            int threads,
            LongSupplier nanoTime,
            LongConsumer sleep) {
        this.findByIds = findByIds;
        this.nanoTime = nanoTime;
        this.sleep = sleep;
        for (int i = 1; i <= threads; i++) {
            this.threads.add(
                    Thread.ofPlatform().daemon().name("user-batches-" + i).start(this::run));
        }
    }

    CompletionStage<Optional<User>> find(UserId id) {
        long now = nanoTime.getAsLong();
        if (queue.peek() instanceof Request oldest && now - oldest.since > MAX_WAIT.toNanos()) {
            return CompletableFuture.failedStage(new Unavailable(
                    Unavailable.What.CAPACITY, RETRY_AFTER, queue.size() + " user reads are queued", null));
        }
        CompletableFuture<Optional<User>> user = new CompletableFuture<>();
        queue.add(new Request(id, now, PropagatedContext.getOrEmpty(), user));
        return user;
    }

    /** Completes the queued requests while the pool is still open: no order of destruction ensures that. */
    @EventListener
    void stop(ShutdownEvent event) throws InterruptedException {
        stop();
    }

    void stop() throws InterruptedException {
        queue.add(stop);
        for (Thread thread : threads) {
            thread.join(MAX_WAIT);
        }
    }

    private void run() {
        List<Request> batch = new ArrayList<>();
        long nextStart = nanoTime.getAsLong();
        try {
            for (Request first = queue.take(); first != stop; first = queue.take()) {
                batch.add(first);
                sleep.accept(nextStart - nanoTime.getAsLong());
                queue.drainTo(batch, MAX_BATCH_SIZE - 1);
                if (batch.remove(stop)) {
                    queue.add(stop);
                }
                nextStart = nanoTime.getAsLong()
                        + Math.min(MAX_INTERVAL.toNanos(), batch.size() * INTERVAL_PER_USER.toNanos());
                load(batch);
                batch.clear();
            }
            // Stops the other thread.
            queue.add(stop);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void load(List<Request> batch) {
        Map<UserId, User> users = new HashMap<>();
        try (PropagatedContext.Scope _ = batch.getFirst().context.propagate()) {
            Set<UUID> ids = new HashSet<>();
            batch.forEach(request -> ids.add(request.id.value()));
            for (UserRow row : findByIds.apply(ids)) {
                User user = USER_ROWS.toUser(row);
                users.put(user.id(), user);
            }
        } catch (Throwable failure) {
            batch.forEach(request -> request.user.completeExceptionally(failure));
            return;
        }
        batch.forEach(request -> request.user.complete(Optional.ofNullable(users.get(request.id))));
    }
}
