package io.clubroom.testkit.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.factor.WrongAnswers.Purpose;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link WrongAnswers}. */
public interface WrongAnswersContract extends UserStore {
    WrongAnswers answers();

    private void add(UserId user, int... seconds) {
        for (int second : seconds) {
            answers().add(user, Purpose.ANSWER, NOW.plusSeconds(second));
        }
    }

    private List<Instant> latest(UserId user) {
        return answers().latest(user, Purpose.ANSWER, 3);
    }

    @Test
    default void returns_the_latest_the_newest_first() {
        UserId user = storedUser();
        add(user, 1, 4, 2, 3);

        assertThat(latest(user)).containsExactly(NOW.plusSeconds(4), NOW.plusSeconds(3), NOW.plusSeconds(2));
    }

    @Test
    default void keeps_users_and_purposes_apart() {
        UserId user = storedUser();
        add(user, 1);
        add(storedUser(), 2);
        answers().add(user, Purpose.CONFIRMATION, NOW.plusSeconds(3));

        assertThat(latest(user)).containsExactly(NOW.plusSeconds(1));
        assertThat(answers().latest(user, Purpose.CONFIRMATION, 3)).containsExactly(NOW.plusSeconds(3));
    }

    @Test
    default void counts_answers_of_the_same_moment() {
        UserId user = storedUser();
        add(user, 1, 1);

        assertThat(latest(user)).containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(1));
    }

    @Test
    default void removes_old_answers() {
        UserId user = storedUser();
        add(user, 1, 2);

        answers().removeBefore(NOW.plusSeconds(2));

        assertThat(latest(user)).containsExactly(NOW.plusSeconds(2));
    }

    @Test
    default void removes_answers_with_the_user_and_stores_none_for_a_removed_one() {
        UserId user = storedUser();
        add(user, 1);

        removeUser(user);
        add(user, 2);

        assertThat(latest(user)).isEmpty();
    }

    @Test
    default void a_rollback_undoes_everything() {
        UserId user = storedUser();
        add(user, 1);

        rollBack(() -> {
            add(user, 2);
            answers().removeBefore(NOW.plusSeconds(2));
        });

        assertThat(latest(user)).containsExactly(NOW.plusSeconds(1));
    }
}
