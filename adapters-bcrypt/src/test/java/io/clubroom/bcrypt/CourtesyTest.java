package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CourtesyTest {
    private static final long STEP = TimeUnit.MICROSECONDS.toNanos(250);
    private static final long NOBODY = TimeUnit.MICROSECONDS.toNanos(2);
    private static final long SOMEBODY = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long REST = TimeUnit.MICROSECONDS.toNanos(100);

    /** Where the clock of a system may be, too: it overflows during the test. */
    private long now = Long.MAX_VALUE - STEP;

    private long offerTakes = NOBODY;
    private int offers;
    private final List<Long> rests = new ArrayList<>();
    private final Courtesy courtesy = new Courtesy(
            () -> now,
            () -> {
                offers++;
                now += offerTakes;
            },
            rests::add);

    @Test
    void offers_its_processor_each_time_and_never_rests_while_nobody_takes_it() {
        compute(1_000);

        assertThat(offers).isEqualTo(1_000);
        assertThat(rests).isEmpty();
    }

    @Test
    void rests_after_every_other_offer_while_they_are_taken() {
        offerTakes = SOMEBODY;
        compute(100);

        assertThat(offers).isEqualTo(100);
        assertThat(rests).hasSize(50).containsOnly(REST);
    }

    @Test
    void goes_on_resting_for_a_tenth_of_a_second_after_the_last_one_that_was_taken() {
        offerTakes = SOMEBODY;
        compute(2);
        rests.clear();
        offerTakes = NOBODY;

        compute(10_000);

        assertThat(rests.size()).isBetween(195, 200);
    }

    private void compute(int steps) {
        for (int i = 0; i < steps; i++) {
            now += STEP;
            courtesy.letOthersGo();
        }
    }
}
