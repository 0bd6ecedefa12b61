package io.clubroom.testkit.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The contract of {@link Admins}. The store is empty when a test begins. */
public interface AdminsContract {
    Admins admins();

    Users users();

    Transactions transactions();

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    private boolean demote(UserId id) {
        return transactions().call(() -> {
            admins().lock();
            User user = users().lock(id).orElseThrow();
            return admins().count() > 1 && update(user, Role.CLIENT);
        });
    }

    private boolean update(User user, Role role) {
        users().update(user.changed(UserChange.NOTHING.withRole(role), user.updatedAt()));
        return true;
    }

    @Test
    default void counts_0_without_users() {
        assertThat(admins().count()).isZero();
    }

    @Test
    default void counts_active_administrators_only() {
        stored(UserFixture.admin());
        stored(UserFixture.admin());
        stored(UserFixture.admin().inactive());
        stored(UserFixture.user());
        stored(UserFixture.user().role(Role.TRAINER));

        assertThat(admins().count()).isEqualTo(2);
    }

    @Test
    default void counts_changes_of_the_current_transaction_until_it_rolls_back() {
        User admin = stored(UserFixture.admin());
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().lock(admin.id());
                    update(admin, Role.TRAINER);
                    users().add(UserFixture.admin().build());
                    users().add(UserFixture.admin().build());
                    assertThat(admins().count()).isEqualTo(2);
                    users().remove(admin.id());
                    assertThat(admins().count()).isEqualTo(2);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(admins().count()).isEqualTo(1);
    }

    @Test
    default void holds_the_lock_until_the_transaction_ends() {
        Rival<Long> rival = transactions().call(() -> {
            admins().lock();
            Rival<Long> second = Rival.start(() -> transactions().call(() -> {
                admins().lock();
                return admins().count();
            }));
            second.assertHeldBack();
            users().add(UserFixture.admin().build());
            return second;
        });

        assertThat(rival.result()).isEqualTo(1);
    }

    @Test
    default void releases_the_lock_after_a_rollback() {
        RuntimeException failure = new IllegalArgumentException("on purpose");
        assertThatThrownBy(() -> transactions().call(() -> {
                    admins().lock();
                    throw failure;
                }))
                .isSameAs(failure);

        Rival<Boolean> rival = Rival.start(() -> transactions().call(() -> {
            admins().lock();
            return true;
        }));

        assertThat(rival.result()).isTrue();
    }

    @Test
    default void one_transaction_may_lock_twice() {
        assertThat(transactions().<Boolean>call(() -> {
                    admins().lock();
                    admins().lock();
                    return true;
                }))
                .isTrue();
    }

    @RepeatedTest(5)
    default void keeps_one_of_two_administrators_who_demote_each_other_concurrently() {
        List<User> two = List.of(stored(UserFixture.admin()), stored(UserFixture.admin()));

        List<Boolean> demoted = Race.of(2, i -> demote(two.get(1 - i).id()));

        assertThat(demoted).containsExactlyInAnyOrder(true, false);
        assertThat(admins().count()).isEqualTo(1);
    }
}
