package io.clubroom.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Work that goes on in a thread of its own. */
public final class Rival<R> {
    /** A rival who is not held back needs far less. */
    private static final Duration HELD_BACK = Duration.ofMillis(150);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CompletableFuture<R> work = new CompletableFuture<>();

    private Rival() {}

    public static <R> Rival<R> start(Supplier<R> work) {
        Rival<R> rival = new Rival<>();
        Thread.ofPlatform().daemon().start(() -> rival.compete(work));
        return rival;
    }

    /** Throws an {@link AssertionError} if the work comes to its end although something should hold it back. */
    public void assertHeldBack() {
        resultUnlessHeldBack().ifPresent(result -> {
            throw new AssertionError("nothing held the rival back from: " + result);
        });
    }

    /** What the work comes to, or nothing if something holds it back. */
    public Optional<R> resultUnlessHeldBack() {
        try {
            return Optional.of(get(HELD_BACK));
        } catch (TimeoutException heldBack) {
            return Optional.empty();
        }
    }

    /** Waits for what the work comes to; throws an {@link AssertionError} if it fails. */
    public R result() {
        try {
            return get(PATIENCE);
        } catch (TimeoutException timeout) {
            throw new AssertionError("the rival does not come to an end", timeout);
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
