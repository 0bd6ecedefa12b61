package io.clubroom.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Work in a thread of its own that competes with the test for a lock. */
public final class Rival<R> {
    /** Work that nothing holds back takes far less. */
    private static final Duration HELD_BACK = Duration.ofMillis(150);

    private final CompletableFuture<R> work = new CompletableFuture<>();

    private Rival() {}

    public static <R> Rival<R> start(Supplier<R> work) {
        Rival<R> rival = new Rival<>();
        Thread.ofPlatform().daemon().start(() -> rival.compete(work));
        return rival;
    }

    /** Fails if the work finishes although it should be blocked. */
    public void assertHeldBack() {
        resultUnlessHeldBack().ifPresent(result -> {
            throw new AssertionError("the rival was not blocked and returned: " + result);
        });
    }

    /** The result of the work, or empty if it is blocked. */
    public Optional<R> resultUnlessHeldBack() {
        try {
            return Optional.of(get(HELD_BACK));
        } catch (TimeoutException heldBack) {
            return Optional.empty();
        }
    }

    /** Waits for the result of the work; throws an {@link AssertionError} if the work fails. */
    public R result() {
        try {
            return get(Patience.LIMIT);
        } catch (TimeoutException timeout) {
            throw new AssertionError("the rival did not finish", timeout);
        }
    }

    private void compete(Supplier<R> task) {
        try {
            work.complete(task.get());
        } catch (Throwable failure) {
            work.completeExceptionally(failure);
        }
    }

    private R get(Duration patience) throws TimeoutException {
        try {
            return work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("the rival failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
