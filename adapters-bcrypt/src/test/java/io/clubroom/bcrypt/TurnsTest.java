package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.password.HashRequester;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final HashRequester BUSY = new HashRequester("203.0.113.1", null);
    private static final HashRequester NEWCOMER = new HashRequester("198.51.100.7", null);

    private final Turns turns = new Turns();

    private long take(HashRequester requester) {
        long turn = turns.next(requester);
        turns.take(requester, turn);
        return turn;
    }

    @Test
    void a_newcomer_gets_a_turn_after_those_that_have_begun_not_before_all_that_wait() {
        for (long turn = 1; turn <= 5; turn++) {
            assertThat(take(BUSY)).isEqualTo(turn);
            turns.begin(turn);
        }
        assertThat(take(BUSY)).isEqualTo(6);

        assertThat(take(NEWCOMER)).isEqualTo(6);
        assertThat(take(NEWCOMER)).isEqualTo(7);
        assertThat(take(BUSY)).isEqualTo(7);
    }

    @Test
    void a_hash_that_leaves_the_end_of_the_backlog_leaves_its_turn() {
        take(BUSY);
        long last = take(BUSY);

        turns.leave(BUSY, last);

        assertThat(take(BUSY)).isEqualTo(last);
        turns.leave(BUSY, last);
        turns.leave(BUSY, 1);
        assertThat(turns.size()).isZero();
    }
}
