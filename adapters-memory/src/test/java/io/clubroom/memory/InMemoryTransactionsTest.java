package io.clubroom.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TransactionsContract;
import io.clubroom.testkit.user.UserFixture;
import org.junit.jupiter.api.Test;

class InMemoryTransactionsTest implements TransactionsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public Users users() {
        return users;
    }

    @Test
    void refuses_further_work_after_a_failure_as_postgresql_does() {
        User user = UserFixture.user().build();
        users.add(user);

        assertThatThrownBy(() -> transactions.run(() -> {
                    assertThatThrownBy(() -> users.add(UserFixture.user()
                                    .username(user.username().value())
                                    .build()))
                            .isInstanceOf(DuplicateUser.class);
                    users.find(user.id());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(DuplicateUser.class);
    }

    @Test
    void refuses_to_lock_outside_a_transaction() {
        User user = UserFixture.user().build();

        assertThatThrownBy(() -> users.lock(user.id())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void undoes_what_was_committed_since_a_savepoint() {
        User before = UserFixture.user().build();
        users.add(before);
        Runnable undo = transactions.savepoint();

        for (int times = 0; times < 2; times++) {
            User after = UserFixture.user().build();
            users.add(after);
            users.update(after.with(UserChange.NOTHING.withRole(Role.ADMIN)));
            users.remove(before.id());
            undo.run();

            assertThat(users.find(before.id())).contains(before);
            assertThat(users.find(after.id())).isEmpty();
        }
    }
}
