package io.clubroom.bootstrap.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.WrongAnswers.Purpose;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.factor.InMemoryPendingSignIns;
import io.clubroom.memory.factor.InMemoryTotpSecrets;
import io.clubroom.memory.factor.InMemoryWrongAnswers;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactorHousekeepingTest {
    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofMinutes(15)).minusMillis(1);

    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryTotpSecrets secrets = new InMemoryTotpSecrets(transactions, users);
    private final InMemoryPendingSignIns signIns = new InMemoryPendingSignIns(transactions, users);
    private final InMemoryWrongAnswers answers = new InMemoryWrongAnswers(transactions, users);
    private final User user = UserFixture.user().build();

    private PendingSignIn signIn(String token, Instant expiresAt) {
        PendingSignIn signIn = new PendingSignIn(
                SecretHash.of(token), user.id(), 0, SignInMethod.PASSWORD, Set.of(AuthenticationMethod.PWD), expiresAt);
        signIns.add(signIn);
        return signIn;
    }

    @Test
    void removes_what_has_expired_and_nothing_else() {
        User other = UserFixture.user().build();
        users.add(user);
        users.add(other);
        TotpSecret secret = new TotpSecret(new byte[20]);
        secrets.begin(user.id(), Totp.begun(secret, OLD));
        secrets.begin(other.id(), Totp.begun(secret, NOW));
        PendingSignIn expired = signIn("expired", NOW.minusMillis(1));
        PendingSignIn live = signIn("live", NOW.plusMillis(1));
        answers.add(user.id(), Purpose.ANSWER, OLD);
        answers.add(user.id(), Purpose.ANSWER, NOW);

        new FactorHousekeeping(secrets, signIns, answers, new TestClock(NOW)).removeExpired();

        assertThat(secrets.pending(user.id(), Instant.EPOCH)).isEmpty();
        assertThat(secrets.pending(other.id(), Instant.EPOCH)).isPresent();
        assertThat(signIns.find(expired.token())).isEmpty();
        assertThat(signIns.find(live.token())).isPresent();
        assertThat(answers.latest(user.id(), Purpose.ANSWER, 5)).containsExactly(NOW);
    }
}
