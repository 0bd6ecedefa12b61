package io.clubroom.testkit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link SignInCodes}. */
public interface SignInCodesContract {
    Instant EXPIRES_AT = Instant.parse("2025-03-06T22:05:39.123456Z");

    SignInCodes codes();

    Users users();

    Transactions transactions();

    private User storedUser() {
        User user = UserFixture.user().build();
        users().add(user);
        return user;
    }

    private static SignInCode code(User user, Instant expiresAt) {
        return new SignInCode(SecretHash.of(UUID.randomUUID().toString()), user.id(), 3, expiresAt);
    }

    private SignInCode stored(User user, Instant expiresAt) {
        SignInCode code = code(user, expiresAt);
        codes().add(code);
        return code;
    }

    private boolean remove(User user) {
        return transactions().call(() -> {
            users().lock(user.id());
            users().remove(user.id());
            return true;
        });
    }

    @Test
    default void returns_a_code_as_stored_and_only_once() {
        SignInCode code = stored(storedUser(), EXPIRES_AT);
        SignInCode other = stored(storedUser(), EXPIRES_AT);

        assertThat(codes().take(code.hash())).contains(code);
        assertThat(codes().take(code.hash())).isEmpty();
        assertThat(codes().take(other.hash())).contains(other);
    }

    @Test
    default void returns_a_code_to_one_of_8_concurrent_callers() {
        SignInCode code = stored(storedUser(), EXPIRES_AT);

        List<Optional<SignInCode>> taken = Race.of(8, _ -> codes().take(code.hash()));

        assertThat(taken.stream().filter(Optional::isPresent)).hasSize(1);
    }

    @Test
    default void removes_codes_that_expired_before_a_time() {
        User user = storedUser();
        SignInCode before = stored(user, EXPIRES_AT.minus(1, ChronoUnit.MICROS));
        SignInCode then = stored(user, EXPIRES_AT);

        codes().removeExpired(EXPIRES_AT);

        assertThat(codes().take(before.hash())).isEmpty();
        assertThat(codes().take(then.hash())).isPresent();
    }

    @Test
    default void removes_the_codes_of_a_user_with_the_user() {
        User user = storedUser();
        SignInCode code = stored(user, EXPIRES_AT);
        SignInCode bystander = stored(storedUser(), EXPIRES_AT);

        remove(user);

        assertThat(codes().take(code.hash())).isEmpty();
        assertThat(codes().take(bystander.hash())).isPresent();
    }

    @Test
    default void stores_nothing_for_a_removed_user() {
        User user = storedUser();
        SignInCode code = code(user, EXPIRES_AT);
        remove(user);

        assertThatCode(() -> codes().add(code)).doesNotThrowAnyException();

        assertThat(codes().take(code.hash())).isEmpty();
    }

    @Test
    default void returns_no_code_of_a_user_being_removed_and_does_not_deadlock() {
        User user = storedUser();
        SignInCode code = stored(user, EXPIRES_AT);

        Rival<Boolean> rival = transactions().call(() -> {
            users().lock(user.id());
            Rival<Boolean> second = Rival.start(() -> codes().take(code.hash()).isPresent());
            second.assertHeldBack();
            users().remove(user.id());
            return second;
        });

        assertThat(rival.result()).isFalse();
    }

    @Test
    default void a_rollback_undoes_everything() {
        User user = storedUser();
        SignInCode code = stored(user, EXPIRES_AT);
        SignInCode added = code(user, EXPIRES_AT);
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    codes().take(code.hash());
                    codes().add(added);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(codes().take(code.hash())).contains(code);
        assertThat(codes().take(added.hash())).isEmpty();
    }
}
