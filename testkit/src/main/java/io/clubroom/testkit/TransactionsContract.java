package io.clubroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What {@link Transactions} promise. The store is empty when a test begins. */
public interface TransactionsContract {
    Transactions transactions();

    /** A port of the same store, to see what was done. */
    Users users();

    private boolean isStored(User user) {
        return Rival.start(() -> users().find(user.id()).isPresent()).result();
    }

    private boolean add(User user) {
        users().add(user);
        return true;
    }

    @Test
    default void returns_what_the_work_returns() {
        assertThat(transactions().<String>call(() -> "result")).isEqualTo("result");
    }

    @Test
    default void stores_all_that_the_work_did() {
        User first = UserFixture.user().build();
        User second = UserFixture.user().build();

        transactions().call(() -> add(first) && add(second));

        assertThat(isStored(first)).isTrue();
        assertThat(isStored(second)).isTrue();
    }

    @Test
    default void stores_at_once_what_is_done_outside_of_a_unit_of_work() {
        User user = UserFixture.user().build();

        users().add(user);

        assertThat(isStored(user)).isTrue();
    }

    @Test
    default void sees_in_the_work_what_it_did_so_far() {
        User user = UserFixture.user().build();

        assertThat(transactions()
                        .<Boolean>call(
                                () -> add(user) && users().find(user.id()).isPresent()))
                .isTrue();
    }

    @Test
    default void stores_nothing_of_work_that_throws_and_throws_the_same() {
        User user = UserFixture.user().build();
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().add(user);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(isStored(user)).isFalse();
    }

    @Test
    default void stores_nothing_of_work_that_ends_with_an_error() {
        User user = UserFixture.user().build();
        Error failure = new StackOverflowError("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().add(user);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(isStored(user)).isFalse();
    }

    @Test
    default void shows_nobody_what_may_still_be_rolled_back() {
        User user = UserFixture.user().build();
        List<Optional<Boolean>> seen = new ArrayList<>();

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().add(user);
                    // Whether a reader waits is left to the adapter.
                    seen.add(Rival.start(() -> users().find(user.id()).isPresent())
                            .resultUnlessHeldBack());
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(seen).hasSize(1).doesNotContain(Optional.of(true));
    }

    @Test
    default void stores_the_work_of_a_call_inside_a_call_with_the_outer_one() {
        User inner = UserFixture.user().build();
        User outer = UserFixture.user().build();

        transactions().call(() -> transactions().<Boolean>call(() -> add(inner)) && add(outer));

        assertThat(isStored(inner)).isTrue();
        assertThat(isStored(outer)).isTrue();
    }

    @Test
    default void loses_the_work_of_a_call_inside_a_call_with_the_outer_one() {
        User inner = UserFixture.user().build();

        assertThatThrownBy(() -> transactions().call(() -> {
                    transactions().call(() -> add(inner));
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(isStored(inner)).isFalse();
    }

    @Test
    default void loses_the_whole_when_a_call_inside_fails_even_if_that_is_caught() {
        User inner = UserFixture.user().build();
        User outer = UserFixture.user().build();
        List<String> heard = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().add(outer);
                    transactions().afterCommit(() -> heard.add("committed"));
                    try {
                        transactions().call(() -> {
                            users().add(inner);
                            throw new IllegalArgumentException("on purpose");
                        });
                    } catch (IllegalArgumentException caught) {
                        heard.add("caught");
                    }
                    return true;
                }))
                .isNotInstanceOf(IllegalArgumentException.class);

        assertThat(isStored(inner)).isFalse();
        assertThat(isStored(outer)).isFalse();
        assertThat(heard).containsExactly("caught");
    }

    @Test
    default void works_on_after_a_unit_of_work_that_failed() {
        User user = UserFixture.user().build();
        List<String> heard = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> transactions().call(() -> {
                    transactions().afterCommit(() -> heard.add("first"));
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        transactions().call(() -> {
            transactions().afterCommit(() -> heard.add("second"));
            return add(user);
        });

        assertThat(isStored(user)).isTrue();
        assertThat(heard).containsExactly("second");
    }

    @Test
    default void runs_actions_after_the_commit_in_their_order_before_the_call_returns() {
        User user = UserFixture.user().build();
        List<String> heard = new CopyOnWriteArrayList<>();

        transactions().call(() -> {
            transactions().afterCommit(() -> heard.add("first, stored: " + isStored(user)));
            transactions().afterCommit(() -> heard.add("second"));
            users().add(user);
            return heard.add("work");
        });

        assertThat(heard).containsExactly("work", "first, stored: true", "second");
    }

    @Test
    default void runs_no_action_when_it_rolls_back() {
        List<String> heard = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> transactions().call(() -> {
                    transactions().afterCommit(() -> heard.add("committed"));
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(heard).isEmpty();
    }

    @Test
    default void runs_the_actions_of_a_call_inside_a_call_after_the_outer_commit() {
        List<String> heard = new CopyOnWriteArrayList<>();

        transactions().call(() -> {
            transactions().call(() -> {
                transactions().afterCommit(() -> heard.add("committed"));
                return heard.add("inner work");
            });
            return heard.add("outer work");
        });

        assertThat(heard).containsExactly("inner work", "outer work", "committed");
    }

    @Test
    default void runs_an_action_at_once_outside_of_a_unit_of_work() {
        List<String> heard = new CopyOnWriteArrayList<>();

        transactions().afterCommit(() -> heard.add("at once"));

        assertThat(heard).containsExactly("at once");
    }

    @Test
    default void lets_an_action_do_a_unit_of_work_of_its_own() {
        User user = UserFixture.user().build();
        List<String> heard = new CopyOnWriteArrayList<>();

        transactions().call(() -> {
            transactions().afterCommit(() -> {
                transactions().call(() -> {
                    transactions().afterCommit(() -> heard.add("action committed"));
                    return add(user);
                });
                heard.add("action ended");
            });
            return heard.add("work");
        });

        assertThat(isStored(user)).isTrue();
        assertThat(heard).containsExactly("work", "action committed", "action ended");
    }

    @Test
    default void keeps_the_actions_of_threads_apart() {
        List<String> heard = new CopyOnWriteArrayList<>();

        Race.of(8, runner -> {
            try {
                return transactions().<Boolean>call(() -> {
                    transactions().afterCommit(() -> heard.add("committed " + runner));
                    if (runner % 2 == 0) {
                        throw new IllegalArgumentException("on purpose");
                    }
                    return true;
                });
            } catch (IllegalArgumentException rolledBack) {
                return false;
            }
        });

        assertThat(heard).containsExactlyInAnyOrder("committed 1", "committed 3", "committed 5", "committed 7");
    }
}
