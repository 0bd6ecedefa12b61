package io.clubroom.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The contract of {@link Transactions}. The store is empty when a test begins. */
public interface TransactionsContract {
    Transactions transactions();

    /** A port of the same store, to observe changes. */
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
    default void stores_all_changes_of_the_work() {
        User first = UserFixture.user().build();
        User second = UserFixture.user().build();

        transactions().call(() -> add(first) && add(second));

        assertThat(isStored(first)).isTrue();
        assertThat(isStored(second)).isTrue();
    }

    @Test
    default void stores_changes_outside_a_transaction_immediately() {
        User user = UserFixture.user().build();

        users().add(user);

        assertThat(isStored(user)).isTrue();
    }

    @Test
    default void the_work_sees_its_own_changes() {
        User user = UserFixture.user().build();

        assertThat(transactions()
                        .<Boolean>call(
                                () -> add(user) && users().find(user.id()).isPresent()))
                .isTrue();
    }

    @Test
    default void rolls_back_and_rethrows_an_exception() {
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
    default void rolls_back_and_rethrows_an_error() {
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
    default void hides_uncommitted_changes() {
        User user = UserFixture.user().build();
        List<Optional<Boolean>> seen = new ArrayList<>();

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().add(user);
                    // An adapter may block readers or not.
                    seen.add(Rival.start(() -> users().find(user.id()).isPresent())
                            .resultUnlessHeldBack());
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(seen).hasSize(1).doesNotContain(Optional.of(true));
    }

    @Test
    default void commits_a_nested_call_with_the_outer_one() {
        User inner = UserFixture.user().build();
        User outer = UserFixture.user().build();

        transactions().call(() -> transactions().<Boolean>call(() -> add(inner)) && add(outer));

        assertThat(isStored(inner)).isTrue();
        assertThat(isStored(outer)).isTrue();
    }

    @Test
    default void rolls_back_a_nested_call_with_the_outer_one() {
        User inner = UserFixture.user().build();

        assertThatThrownBy(() -> transactions().call(() -> {
                    transactions().call(() -> add(inner));
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(isStored(inner)).isFalse();
    }

    @Test
    default void rolls_back_everything_if_a_nested_call_fails_even_if_that_is_caught() {
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
    default void works_after_a_failed_transaction() {
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
    default void runs_actions_after_the_commit_in_order_before_the_call_returns() {
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
    default void runs_no_action_after_a_rollback() {
        List<String> heard = new CopyOnWriteArrayList<>();

        assertThatThrownBy(() -> transactions().call(() -> {
                    transactions().afterCommit(() -> heard.add("committed"));
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(heard).isEmpty();
    }

    @Test
    default void runs_the_actions_of_a_nested_call_after_the_outer_commit() {
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
    default void runs_an_action_immediately_outside_a_transaction() {
        List<String> heard = new CopyOnWriteArrayList<>();

        transactions().afterCommit(() -> heard.add("at once"));

        assertThat(heard).containsExactly("at once");
    }

    @Test
    default void an_action_may_run_its_own_transaction() {
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
    default void keeps_the_actions_of_threads_separate() {
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

    // actors

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    /** Adds a user on behalf of the actor; returns why it was refused, or empty if it was not. */
    private Optional<ActorEnded.Reason> addFor(Actor actor, User added) {
        try {
            transactions().call(actor, () -> add(added));
            return Optional.empty();
        } catch (ActorEnded ended) {
            return Optional.of(ended.reason());
        }
    }

    private void assertRefused(Actor actor, ActorEnded.Reason reason) {
        User added = UserFixture.user().build();

        assertThat(addFor(actor, added)).contains(reason);

        assertThat(isStored(added)).isFalse();
    }

    private boolean end(User user) {
        users().lockExclusively(user.id());
        users().update(user.changed(UserChange.NOTHING.withActive(false), user.updatedAt()));
        return true;
    }

    @Test
    default void stores_changes_of_a_current_actor_and_of_an_anonymous_one() {
        User actor = stored(UserFixture.admin().tokenVersion(2));
        User first = UserFixture.user().build();
        User second = UserFixture.user().build();

        assertThat(addFor(Actor.SignedIn.of(actor), first)).isEmpty();
        assertThat(addFor(Actor.ANONYMOUS, second)).isEmpty();

        assertThat(isStored(first)).isTrue();
        assertThat(isStored(second)).isTrue();
    }

    @Test
    default void refuses_an_actor_who_does_not_exist() {
        assertRefused(Actor.SignedIn.of(UserFixture.user().build()), ActorEnded.Reason.TOKEN_ENDED);
    }

    @Test
    default void refuses_an_inactive_actor() {
        assertRefused(Actor.SignedIn.of(stored(UserFixture.user().inactive())), ActorEnded.Reason.TOKEN_ENDED);
    }

    @Test
    default void refuses_an_actor_with_an_old_token() {
        User user = stored(UserFixture.user().tokenVersion(2));

        assertRefused(new Actor.SignedIn(user.id(), user.role(), 1), ActorEnded.Reason.TOKEN_ENDED);
    }

    @Test
    default void refuses_an_actor_with_a_lower_role_than_the_token() {
        User user = stored(UserFixture.user().role(Role.TRAINER));

        assertRefused(new Actor.SignedIn(user.id(), Role.ADMIN, 0), ActorEnded.Reason.ROLE_LOST);
        assertThat(addFor(
                        new Actor.SignedIn(user.id(), Role.CLIENT, 0),
                        UserFixture.user().build()))
                .isEmpty();
    }

    @Test
    default void rolls_back_everything_if_the_actor_of_a_nested_call_has_ended() {
        User outer = UserFixture.user().build();
        Actor nobody = Actor.SignedIn.of(UserFixture.user().build());

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().add(outer);
                    return transactions().call(nobody, () -> true);
                }))
                .isInstanceOf(ActorEnded.class);

        assertThat(isStored(outer)).isFalse();
    }

    @Test
    default void a_change_that_ends_the_actor_waits_for_the_actors_transaction() {
        User actor = stored(UserFixture.user());
        User added = UserFixture.user().build();

        Rival<Boolean> rival = transactions().call(Actor.SignedIn.of(actor), () -> {
            Rival<Boolean> ending = Rival.start(() -> transactions().call(() -> end(actor)));
            ending.assertHeldBack();
            users().add(added);
            return ending;
        });

        assertThat(rival.result()).isTrue();
        assertThat(isStored(added)).isTrue();
        assertRefused(Actor.SignedIn.of(actor), ActorEnded.Reason.TOKEN_ENDED);
    }

    @Test
    default void a_removal_of_the_actor_waits_for_the_actors_transaction() {
        User actor = stored(UserFixture.user());

        Rival<Boolean> rival = transactions().call(Actor.SignedIn.of(actor), () -> {
            Rival<Boolean> removal = Rival.start(() -> transactions().call(() -> remove(actor)));
            removal.assertHeldBack();
            return removal;
        });

        assertThat(rival.result()).isTrue();
    }

    private boolean remove(User user) {
        users().lockExclusively(user.id());
        users().remove(user.id());
        return true;
    }

    @Test
    default void an_actors_transaction_waits_for_a_change_that_ends_the_actor_and_stores_nothing() {
        User actor = stored(UserFixture.user());
        User added = UserFixture.user().build();

        Rival<Optional<ActorEnded.Reason>> rival = transactions().call(() -> {
            end(actor);
            Rival<Optional<ActorEnded.Reason>> late = Rival.start(() -> addFor(Actor.SignedIn.of(actor), added));
            late.assertHeldBack();
            return late;
        });

        assertThat(rival.result()).contains(ActorEnded.Reason.TOKEN_ENDED);
        assertThat(isStored(added)).isFalse();
    }

    @Test
    default void an_actors_transaction_waits_for_the_removal_of_the_actor_and_stores_nothing() {
        User actor = stored(UserFixture.user());
        User added = UserFixture.user().build();

        Rival<Optional<ActorEnded.Reason>> rival = transactions().call(() -> {
            remove(actor);
            Rival<Optional<ActorEnded.Reason>> late = Rival.start(() -> addFor(Actor.SignedIn.of(actor), added));
            late.assertHeldBack();
            return late;
        });

        assertThat(rival.result()).contains(ActorEnded.Reason.TOKEN_ENDED);
        assertThat(isStored(added)).isFalse();
    }
}
