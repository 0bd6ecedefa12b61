package io.clubroom.persistence.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.session.SessionsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcSessionsTest implements SessionsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Sessions sessions() {
        return STORE.node().sessions();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    private User userWithSessions(int number) throws Exception {
        User user = UserFixture.user().build();
        users().add(user);
        Sql.execute(STORE.database(), """
            INSERT INTO sessions (id, user_id, token_version, lowest_token_version, method, authentication_methods, authenticated_at, created_at,
                                  last_used_at, expires_at, access_expires_at)
            SELECT gen_random_uuid(), '%s', 0, 0, 'password', 'pwd', now(), now(), '%s', '%2$s', now()
            FROM generate_series(1, %s) AS i\
            """.formatted(user.id(), NOW, number));
        return user;
    }

    @Test
    void removes_any_number_of_expired_sessions() throws Exception {
        User user = userWithSessions(12_000);

        sessions().removeExpired(NOW.plusSeconds(1));

        assertThat(sessions().list(user.id(), 0)).isEmpty();
    }

    @Test
    void uses_of_many_sessions_can_be_remembered_by_several_nodes_at_once() throws Exception {
        User user = userWithSessions(1_000);
        List<UUID> ids = sessions().list(user.id(), 0).stream()
                .map(session -> session.id().value())
                .toList();

        Race.of(4, i -> {
            Set<SessionId> used = ids.stream().map(SessionId::new).collect(Collectors.toSet());
            sessions().used(used, NOW.plus(Duration.ofMinutes(i + 1L)));
            return true;
        });

        assertThat(sessions().list(user.id(), 0))
                .allSatisfy(session -> assertThat(session.lastUsedAt()).isAfter(NOW));
    }
}
