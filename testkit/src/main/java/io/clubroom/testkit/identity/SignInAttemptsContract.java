package io.clubroom.testkit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.testkit.Race;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link SignInAttempts}. */
public interface SignInAttemptsContract {
    Instant EXPIRES_AT = Instant.parse("2025-03-06T22:05:39.123456Z");

    SignInAttempts attempts();

    Transactions transactions();

    private static SecretHash random() {
        return SecretHash.of(UUID.randomUUID().toString());
    }

    private SignInAttempt stored(Provider provider, @Nullable String returnTo, Instant expiresAt) {
        SignInAttempt attempt =
                new SignInAttempt(random(), random(), provider, "the nonce", "the verifier", returnTo, expiresAt);
        attempts().add(attempt);
        return attempt;
    }

    private Optional<SignInAttempt> take(SignInAttempt attempt) {
        return attempts().take(attempt.state(), attempt.browser());
    }

    @Test
    default void returns_an_attempt_as_stored() {
        SignInAttempt staying = stored(Provider.GOOGLE, null, EXPIRES_AT);
        SignInAttempt leaving = stored(Provider.OIDC, "https://app.example.com/", EXPIRES_AT.plusSeconds(1));

        assertThat(take(staying)).contains(staying);
        assertThat(take(leaving)).contains(leaving);
    }

    @Test
    default void returns_an_attempt_once() {
        SignInAttempt attempt = stored(Provider.GITHUB, null, EXPIRES_AT);

        assertThat(take(attempt)).isPresent();
        assertThat(take(attempt)).isEmpty();
    }

    @Test
    default void returns_an_attempt_to_one_of_8_concurrent_callers() {
        SignInAttempt attempt = stored(Provider.GITHUB, null, EXPIRES_AT);

        List<Optional<SignInAttempt>> taken = Race.of(8, _ -> take(attempt));

        assertThat(taken).containsOnlyOnce(Optional.of(attempt));
        assertThat(taken.stream().filter(Optional::isPresent)).hasSize(1);
    }

    @Test
    default void returns_an_attempt_to_its_own_browser_only_and_keeps_it_if_another_asks() {
        SignInAttempt attempt = stored(Provider.FACEBOOK, null, EXPIRES_AT);

        assertThat(attempts().take(attempt.state(), random())).isEmpty();
        assertThat(attempts().take(random(), attempt.browser())).isEmpty();
        assertThat(take(attempt)).contains(attempt);
    }

    @Test
    default void keeps_several_attempts_of_one_browser() {
        SignInAttempt first = stored(Provider.GOOGLE, null, EXPIRES_AT);
        SignInAttempt second = new SignInAttempt(
                random(), first.browser(), Provider.GITHUB, "other nonce", "other verifier", null, EXPIRES_AT);
        attempts().add(second);

        assertThat(take(first)).contains(first);
        assertThat(take(second)).contains(second);
    }

    @Test
    default void removes_attempts_that_expired_before_a_time() {
        SignInAttempt before = stored(Provider.GOOGLE, null, EXPIRES_AT.minus(1, ChronoUnit.MICROS));
        SignInAttempt then = stored(Provider.GOOGLE, null, EXPIRES_AT);

        attempts().removeExpired(EXPIRES_AT);

        assertThat(take(before)).isEmpty();
        assertThat(take(then)).isPresent();
    }

    @Test
    default void a_rollback_undoes_everything() {
        SignInAttempt attempt = stored(Provider.GOOGLE, null, EXPIRES_AT);
        SignInAttempt added =
                new SignInAttempt(random(), random(), Provider.GOOGLE, "nonce", "verifier", null, EXPIRES_AT);
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    take(attempt);
                    attempts().add(added);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(take(attempt)).contains(attempt);
        assertThat(take(added)).isEmpty();
    }
}
