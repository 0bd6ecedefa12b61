package io.clubroom.persistence.user;

import static io.clubroom.persistence.user.UserRowMapper.USER_ROWS;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.propagation.PropagatedContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Reads users by their ids. What is asked for while others are being read is read together, with one statement. Who asks after a pause
 * is answered at once; while many ask, there is a moment between the beginnings of two statements, and more is read by each. The
 * statement begins after everybody asked, so each of them sees what was committed before.
 */
@Singleton
final class JoinedReads {
    private static final int MAX_TOGETHER = 256;

    /**
     * Between the beginnings of two statements of a thread, for each user that the first of them read: who asks alone for one after the other
     * hardly waits, since the way there and back takes as long. To read a few users together costs the processors little more than to read one.
     */
    private static final Duration PACE = Duration.ofNanos(200_000);

    private static final Duration MAX_PACE = Duration.ofNanos(800_000);

    /** If the next in line has waited for so long the database is stuck, and nobody else is made to wait for it. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** @param context of the request, for what is logged and traced: that of the first stands for all */
    private record Wanted(UserId id, long since, PropagatedContext context, CompletableFuture<Optional<User>> user) {}

    private final Wanted end =
            new Wanted(new UserId(new UUID(0, 0)), 0, PropagatedContext.empty(), new CompletableFuture<>());
    private final SelectedUsers users;
    private final LongSupplier nanoTime;
    private final LongConsumer pause;
    private final BlockingQueue<Wanted> queue = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    @Inject
    JoinedReads(SelectedUsers users) {
        // On few processors one reads more together, and leaves them to the rest. The price: a connection that breaks
        // silently holds up all reads for the driver's time limit.
        this(
                users,
                Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 2),
                System::nanoTime,
                LockSupport::parkNanos);
    }

    /**
     * @param threads how many statements may run at the same time
     * @param nanoTime a time that only goes forward, in nanoseconds
     * @param pause waits for so many nanoseconds, not at all if they are less than one
     */
    JoinedReads(SelectedUsers users, int threads, LongSupplier nanoTime, LongConsumer pause) {
        this.users = users;
        this.nanoTime = nanoTime;
        this.pause = pause;
        for (int i = 1; i <= threads; i++) {
            this.threads.add(
                    Thread.ofPlatform().daemon().name("user-reads-" + i).start(this::run));
        }
    }

    CompletionStage<Optional<User>> find(UserId id) {
        long now = nanoTime.getAsLong();
        if (queue.peek() instanceof Wanted next && now - next.since > MAX_WAIT.toNanos()) {
            return CompletableFuture.failedStage(new Unavailable(
                    Unavailable.What.CAPACITY, RETRY_AFTER, queue.size() + " reads wait already", null));
        }
        CompletableFuture<Optional<User>> user = new CompletableFuture<>();
        queue.add(new Wanted(id, now, PropagatedContext.getOrEmpty(), user));
        return user;
    }

    /** What was asked for is answered first, while there still are connections. */
    @PreDestroy
    void stop() throws InterruptedException {
        queue.add(end);
        for (Thread thread : threads) {
            thread.join(MAX_WAIT);
        }
    }

    private void run() {
        List<Wanted> together = new ArrayList<>();
        long next = nanoTime.getAsLong();
        try {
            for (Wanted first = queue.take(); first != end; first = queue.take()) {
                together.add(first);
                pause.accept(next - nanoTime.getAsLong());
                queue.drainTo(together, MAX_TOGETHER - 1);
                if (together.remove(end)) {
                    queue.add(end);
                }
                next = nanoTime.getAsLong() + Math.min(MAX_PACE.toNanos(), together.size() * PACE.toNanos());
                answer(together);
                together.clear();
            }
            // The other thread is to end too.
            queue.add(end);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(List<Wanted> together) {
        Map<UserId, User> found = new HashMap<>();
        try (PropagatedContext.Scope _ = together.getFirst().context.propagate()) {
            Set<UUID> ids = new HashSet<>();
            together.forEach(wanted -> ids.add(wanted.id.value()));
            for (UserRow row : users.byIds(ids)) {
                User user = USER_ROWS.toUser(row);
                found.put(user.id(), user);
            }
        } catch (Throwable failure) {
            together.forEach(wanted -> wanted.user.completeExceptionally(failure));
            return;
        }
        together.forEach(wanted -> wanted.user.complete(Optional.ofNullable(found.get(wanted.id))));
    }
}
