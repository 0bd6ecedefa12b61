package io.clubroom.testkit.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link PendingSignIns}. */
public interface PendingSignInsContract extends UserStore {
    PendingSignIns signIns();

    private static PendingSignIn signIn(UserId user, Instant expiresAt) {
        return new PendingSignIn(
                SecretHash.of(UUID.randomUUID().toString()),
                user,
                3,
                SignInMethod.OAUTH,
                Set.of(AuthenticationMethod.FED, AuthenticationMethod.PWD),
                expiresAt);
    }

    private PendingSignIn stored(UserId user, Instant expiresAt) {
        PendingSignIn signIn = signIn(user, expiresAt);
        signIns().add(signIn);
        return signIn;
    }

    @Test
    default void returns_a_sign_in_as_stored_until_it_is_removed() {
        PendingSignIn signIn = stored(storedUser(), NOW);
        PendingSignIn other = stored(storedUser(), NOW);

        assertThat(signIns().find(signIn.token())).contains(signIn);
        assertThat(signIns().find(signIn.token())).contains(signIn);
        assertThat(signIns().remove(signIn.token())).isTrue();
        assertThat(signIns().find(signIn.token())).isEmpty();
        assertThat(signIns().remove(signIn.token())).isFalse();
        assertThat(signIns().find(other.token())).contains(other);
    }

    @Test
    default void is_removed_by_one_of_8_concurrent_callers() {
        PendingSignIn signIn = stored(storedUser(), NOW);

        assertThat(Race.of(8, _ -> signIns().remove(signIn.token()))).containsOnlyOnce(true);
    }

    @Test
    default void removes_expired_ones() {
        UserId user = storedUser();
        PendingSignIn before = stored(user, NOW.minusMillis(1));
        PendingSignIn then = stored(user, NOW);

        signIns().removeExpired(NOW);

        assertThat(signIns().find(before.token())).isEmpty();
        assertThat(signIns().find(then.token())).isPresent();
    }

    @Test
    default void removes_sign_ins_with_the_user_and_stores_none_for_a_removed_one() {
        UserId user = storedUser();
        PendingSignIn signIn = stored(user, NOW);
        PendingSignIn bystander = stored(storedUser(), NOW);

        removeUser(user);
        PendingSignIn late = stored(user, NOW);

        assertThat(signIns().find(signIn.token())).isEmpty();
        assertThat(signIns().find(late.token())).isEmpty();
        assertThat(signIns().find(bystander.token())).isPresent();
    }

    @Test
    default void a_rollback_undoes_everything() {
        UserId user = storedUser();
        PendingSignIn signIn = stored(user, NOW);
        PendingSignIn added = signIn(user, NOW);

        rollBack(() -> {
            signIns().remove(signIn.token());
            signIns().add(added);
        });

        assertThat(signIns().find(signIn.token())).contains(signIn);
        assertThat(signIns().find(added.token())).isEmpty();
    }
}
