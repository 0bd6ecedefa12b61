package io.clubroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RivalTest {
    @Test
    void tells_a_rival_who_is_held_back_from_one_who_is_not() {
        CountDownLatch gate = new CountDownLatch(1);
        Rival<Boolean> heldBack = Rival.start(() -> await(gate));
        Rival<Boolean> free = Rival.start(() -> true);

        heldBack.assertHeldBack();
        assertThatThrownBy(free::assertHeldBack).isInstanceOf(AssertionError.class);
        gate.countDown();
        assertThat(heldBack.result()).isTrue();
    }

    @Test
    void fails_with_the_rival() {
        RuntimeException failure = new IllegalArgumentException("on purpose");
        Rival<Boolean> rival = Rival.start(() -> {
            throw failure;
        });

        assertThatThrownBy(rival::result).isInstanceOf(AssertionError.class).hasCause(failure);
    }

    @Test
    void a_race_has_all_its_runners_under_way_at_once() {
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
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
