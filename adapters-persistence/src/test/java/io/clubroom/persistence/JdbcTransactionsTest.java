package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.TransactionsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcTransactionsTest implements TransactionsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Test
    void an_action_that_fails_neither_undoes_nor_hides_the_commit() {
        User user = UserFixture.user().build();
        List<String> heard = new CopyOnWriteArrayList<>();

        String result = transactions().call(() -> {
            users().add(user);
            transactions().afterCommit(() -> {
                throw new IllegalStateException("on purpose");
            });
            transactions().afterCommit(() -> heard.add("second"));
            return "result";
        });

        assertThat(result).isEqualTo("result");
        assertThat(heard).containsExactly("second");
        assertThat(users().find(user.id())).contains(user);
    }

    @Test
    void a_rejected_commit_is_no_outage() throws Exception {
        Sql.execute(STORE.database(), """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'on purpose'; END $$;
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON users DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION refuse()\
            """);
        User user = UserFixture.user().build();
        try {
            assertThatThrownBy(() -> transactions().call(() -> {
                        users().add(user);
                        return true;
                    }))
                    .isNotInstanceOf(Unavailable.class)
                    .hasStackTraceContaining("on purpose");
        } finally {
            Sql.execute(STORE.database(), "DROP FUNCTION refuse CASCADE");
        }
        assertThat(users().find(user.id())).isEmpty();
    }
}
