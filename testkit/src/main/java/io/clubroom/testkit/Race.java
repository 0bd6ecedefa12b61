package io.clubroom.testkit;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Lets threads loose on the same thing at the same moment. */
public final class Race {
    private Race() {}

    /** What each of the runners, numbered from 0, comes to; fails if one of them does. */
    public static <R> List<R> of(int runners, IntFunction<R> runner) {
        CountDownLatch start = new CountDownLatch(runners);
        List<Rival<R>> rivals = IntStream.range(0, runners)
                .mapToObj(number -> Rival.start(() -> {
                    start.countDown();
                    await(start);
                    return runner.apply(number);
                }))
                .toList();
        return rivals.stream().map(Rival::result).toList();
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
