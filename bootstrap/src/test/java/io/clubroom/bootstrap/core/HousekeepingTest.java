package io.clubroom.bootstrap.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryRefreshTokens;
import io.clubroom.memory.identity.InMemorySignInAttempts;
import io.clubroom.memory.identity.InMemorySignInCodes;
import io.clubroom.memory.passkey.InMemoryPasskeyChallenges;
import io.clubroom.memory.session.InMemorySessions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.user.UserFixture;
import io.clubroom.web.auth.SessionUse;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

    @Test
    void removes_expired_sign_ins_and_codes() {
        var transactions = new InMemoryTransactions();
        var users = new InMemoryUsers(transactions);
        var attempts = new InMemorySignInAttempts(transactions);
        var codes = new InMemorySignInCodes(transactions, users);
        User user = UserFixture.user().build();
        users.add(user);
        SecretHash old = SecretHash.of("old");
        SecretHash current = SecretHash.of("current");
        attempts.add(new SignInAttempt(old, old, Provider.GOOGLE, "n", "v", null, NOW.minusMillis(1)));
        attempts.add(new SignInAttempt(current, old, Provider.GOOGLE, "n", "v", null, NOW));
        codes.add(new SignInCode(old, user.id(), 0, NOW.minusMillis(1)));
        codes.add(new SignInCode(current, user.id(), 0, NOW));

        var sessions = new InMemorySessions(transactions, users);
        new Housekeeping(
                        sessions,
                        new SessionUse(sessions),
                        new InMemoryRefreshTokens(transactions, users),
                        attempts,
                        codes,
                        new InMemoryPasskeyChallenges(transactions, users),
                        new TestClock(NOW))
                .removeExpiredSignIns();

        assertThat(attempts.take(old, old)).isEmpty();
        assertThat(attempts.take(current, old)).isPresent();
        assertThat(codes.take(old)).isEmpty();
        assertThat(codes.take(current)).isPresent();
    }
}
