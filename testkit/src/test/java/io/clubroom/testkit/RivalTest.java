package io.clubroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RivalTest {
    @Test
    void distinguishes_blocked_from_finished_work() {
        CountDownLatch gate = new CountDownLatch(1);
        Rival<Boolean> heldBack = Rival.start(() -> await(gate));
        Rival<Boolean> free = Rival.start(() -> true);

        heldBack.assertHeldBack();
        assertThatThrownBy(free::assertHeldBack).isInstanceOf(AssertionError.class);
        gate.countDown();
        assertThat(heldBack.result()).isTrue();
    }

    @Test
    void fails_if_the_work_fails() {
        RuntimeException failure = new IllegalArgumentException("on purpose");
        Rival<Boolean> rival = Rival.start(() -> {
            throw failure;
        });

        assertThatThrownBy(rival::result).isInstanceOf(AssertionError.class).hasCause(failure);
    }

    @Test
    void a_race_runs_all_tasks_concurrently() {
        CountDownLatch underWay = new CountDownLatch(8);

        List<Integer> numbers = Race.of(8, number -> {
            underWay.countDown();
            await(underWay);
            return number;
        });

        assertThat(numbers).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
