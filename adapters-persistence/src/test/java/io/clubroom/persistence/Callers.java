package io.clubroom.persistence;

import io.clubroom.domain.Unavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Many concurrent requests, served by few threads as in a server. */
final class Callers {
    static final int THREADS = 8;
    private static final int REQUESTS = 64;

    private Callers() {}

    /**
     * The outcome of a request.
     *
     * @param failure null if the answer was right
     * @param after the time since all requests arrived
     */
    record Outcome(Throwable failure, Duration after) {
        boolean answered() {
            return failure == null;
        }

        boolean unavailable() {
            return failure instanceof Unavailable;
        }
    }

    static List<Outcome> call(BooleanSupplier request) {
        long start = System.nanoTime();
        Callable<Outcome> served = () -> {
            Throwable failure = null;
            try {
                if (!request.getAsBoolean()) {
                    failure = new AssertionError("a wrong answer");
                }
            } catch (Throwable thrown) {
                failure = thrown;
            }
            return new Outcome(failure, Duration.ofNanos(System.nanoTime() - start));
        };
        List<Future<Outcome>> outcomes;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            outcomes = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> threads.submit(served))
                    .toList();
        }
        return outcomes.stream().map(Future::resultNow).toList();
    }
}
