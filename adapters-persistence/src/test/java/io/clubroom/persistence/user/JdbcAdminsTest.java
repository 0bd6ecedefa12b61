package io.clubroom.persistence.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.AdminsContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcAdminsTest implements AdminsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Admins admins() {
        return STORE.node().admins();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    @Test
    void blocks_other_nodes_until_the_transaction_ends() {
        try (Node other = Node.on(STORE.database(), 2)) {
            Rival<Boolean> rival = transactions().call(() -> {
                admins().lock();
                Rival<Boolean> second = Rival.start(() -> other.transactions().call(() -> {
                    other.admins().lock();
                    return true;
                }));
                second.assertHeldBack();
                return second;
            });

            assertThat(rival.result()).isTrue();
        }
    }

    @Test
    void refuses_to_lock_outside_a_transaction() {
        assertThatThrownBy(() -> admins().lock()).isInstanceOf(IllegalStateException.class);
    }
}
