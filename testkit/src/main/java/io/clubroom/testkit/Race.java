package io.clubroom.testkit;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs tasks at the same moment, each in a thread of its own. */
public final class Race {
    private Race() {}

    /** Returns the results of the tasks, which are numbered from 0; fails if one of them fails. */
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
