package io.clubroom.persistence.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.auth.RefreshTokensContract;
import io.clubroom.testkit.user.UserFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcRefreshTokensTest implements RefreshTokensContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public RefreshTokens refreshTokens() {
        return STORE.node().refreshTokens();
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
    void removes_any_number_of_expired_tokens() throws Exception {
        User user = UserFixture.user().build();
        users().add(user);
        Sql.execute(STORE.database(), """
            INSERT INTO refresh_tokens (token_hash, family_id, user_id, token_version, issued_at, expires_at)
            SELECT sha256(i::text::bytea), gen_random_uuid(), '%s', 0, now(), '%s'::timestamptz - INTERVAL '1 s'
            FROM generate_series(1, 12000) AS i\
            """.formatted(user.id(), EXPIRES_AT));

        refreshTokens().removeExpired(EXPIRES_AT);

        assertThat(Sql.value(STORE.database(), "SELECT count(*) FROM refresh_tokens"))
                .isEqualTo("0");
    }

    @Test
    void refuses_to_lock_outside_a_transaction() {
        assertThatThrownBy(() -> refreshTokens().lock(SecretHash.of("any"))).isInstanceOf(IllegalStateException.class);
    }
}
