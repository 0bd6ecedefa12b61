package io.clubroom.testkit.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link PasskeyChallenges}. */
public interface PasskeyChallengesContract {
    Instant EXPIRES_AT = Instant.parse("2025-03-06T22:05:39.123456Z");

    PasskeyChallenges challenges();

    Users users();

    Transactions transactions();

    private User storedUser() {
        User user = UserFixture.user().build();
        users().add(user);
        return user;
    }

    private static PasskeyChallenge challenge(Purpose purpose, @Nullable UserId user, Instant expiresAt) {
        return new PasskeyChallenge(
                new ChallengeId(UUID.randomUUID()),
                "Y2hhbGxlbmdlIG9mIDMyIGJ5dGVzISEhISEhISEhISE",
                purpose,
                user,
                expiresAt);
    }

    private PasskeyChallenge stored(Purpose purpose, @Nullable UserId user, Instant expiresAt) {
        PasskeyChallenge challenge = challenge(purpose, user, expiresAt);
        challenges().add(challenge);
        return challenge;
    }

    private Optional<PasskeyChallenge> take(PasskeyChallenge challenge) {
        return challenges().take(challenge.id(), challenge.purpose(), challenge.user());
    }

    @Test
    default void returns_a_challenge_as_stored_and_only_once() {
        PasskeyChallenge anybodys = stored(Purpose.SIGN_IN, null, EXPIRES_AT);
        for (Purpose purpose : Purpose.values()) {
            PasskeyChallenge challenge = stored(purpose, storedUser().id(), EXPIRES_AT);

            assertThat(take(challenge)).contains(challenge);
            assertThat(take(challenge)).isEmpty();
        }
        assertThat(take(anybodys)).contains(anybodys);
    }

    @Test
    default void is_for_one_purpose_and_one_user() {
        UserId user = storedUser().id();
        UserId other = storedUser().id();
        PasskeyChallenge challenge = stored(Purpose.SECOND_FACTOR, user, EXPIRES_AT);
        PasskeyChallenge anybodys = stored(Purpose.SIGN_IN, null, EXPIRES_AT);

        assertThat(challenges().take(challenge.id(), Purpose.REAUTHENTICATION, user))
                .isEmpty();
        assertThat(challenges().take(challenge.id(), Purpose.SECOND_FACTOR, other))
                .isEmpty();
        assertThat(challenges().take(challenge.id(), Purpose.SECOND_FACTOR, null))
                .isEmpty();
        assertThat(challenges().take(anybodys.id(), Purpose.SIGN_IN, user)).isEmpty();
        assertThat(challenges().take(new ChallengeId(UUID.randomUUID()), Purpose.SIGN_IN, null))
                .isEmpty();
        assertThat(take(challenge)).contains(challenge);
        assertThat(take(anybodys)).contains(anybodys);
    }

    @Test
    default void returns_a_challenge_to_one_of_8_concurrent_callers() {
        PasskeyChallenge challenge = stored(Purpose.SIGN_IN, null, EXPIRES_AT);

        List<Optional<PasskeyChallenge>> taken = Race.of(8, _ -> take(challenge));

        assertThat(taken.stream().filter(Optional::isPresent)).hasSize(1);
    }

    @Test
    default void removes_challenges_that_expired_before_a_time() {
        PasskeyChallenge before = stored(Purpose.SIGN_IN, null, EXPIRES_AT.minus(1, ChronoUnit.MICROS));
        PasskeyChallenge then = stored(Purpose.SIGN_IN, null, EXPIRES_AT);

        challenges().removeExpired(EXPIRES_AT);

        assertThat(take(before)).isEmpty();
        assertThat(take(then)).isPresent();
    }

    @Test
    default void removes_those_of_a_user_with_the_user() {
        User user = storedUser();
        PasskeyChallenge challenge = stored(Purpose.REGISTRATION, user.id(), EXPIRES_AT);
        PasskeyChallenge late = challenge(Purpose.REGISTRATION, user.id(), EXPIRES_AT);
        PasskeyChallenge bystander = stored(Purpose.REGISTRATION, storedUser().id(), EXPIRES_AT);

        transactions().call(() -> {
            users().lock(user.id());
            users().remove(user.id());
            return true;
        });
        challenges().add(late);

        assertThat(take(challenge)).isEmpty();
        assertThat(take(late)).isEmpty();
        assertThat(take(bystander)).isPresent();
    }

    @Test
    default void a_rollback_undoes_everything() {
        PasskeyChallenge challenge = stored(Purpose.SIGN_IN, null, EXPIRES_AT);
        PasskeyChallenge added = challenge(Purpose.SIGN_IN, null, EXPIRES_AT);
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    take(challenge);
                    challenges().add(added);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(take(challenge)).contains(challenge);
        assertThat(take(added)).isEmpty();
    }
}
