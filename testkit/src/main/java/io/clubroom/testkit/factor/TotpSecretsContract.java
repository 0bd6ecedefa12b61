package io.clubroom.testkit.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.UsedSteps;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of {@link TotpSecrets}. */
public interface TotpSecretsContract extends UserStore {
    TotpSecrets secrets();

    private static Totp totp(int secret) {
        byte[] bytes = new byte[20];
        Arrays.fill(bytes, (byte) secret);
        return new Totp(new TotpSecret(bytes), new UsedSteps(58_000_000 + secret, 2), NOW);
    }

    private Optional<Totp> pending(UserId user) {
        return secrets().pending(user, Instant.EPOCH);
    }

    @Test
    default void a_begun_one_is_pending_until_it_is_activated() {
        UserId user = storedUser();
        secrets().begin(user, totp(1));

        assertThat(pending(user)).contains(totp(1));
        assertThat(secrets().active(user)).isEmpty();

        secrets().activate(user, totp(1));

        assertThat(pending(user)).isEmpty();
        assertThat(secrets().active(user)).contains(totp(1));
    }

    @Test
    default void a_user_has_one_active_and_one_pending() {
        UserId user = storedUser();
        UserId other = storedUser();
        secrets().begin(user, totp(1));
        secrets().begin(user, totp(2));
        secrets().begin(other, totp(3));

        assertThat(pending(user)).contains(totp(2));

        secrets().activate(user, totp(2));
        secrets().begin(user, totp(4));

        assertThat(secrets().active(user)).contains(totp(2));
        assertThat(pending(user)).contains(totp(4));

        secrets().activate(user, totp(4));

        assertThat(secrets().active(user)).contains(totp(4));
        assertThat(pending(other)).contains(totp(3));
    }

    @Test
    default void a_pending_one_is_found_only_if_it_is_recent() {
        UserId user = storedUser();
        secrets().begin(user, totp(1));

        assertThat(secrets().pending(user, NOW.minusMillis(1))).isPresent();
        assertThat(secrets().pending(user, NOW)).isEmpty();
    }

    @Test
    default void remembers_the_used_codes_of_the_active_one() {
        UserId user = storedUser();
        secrets().begin(user, totp(1));
        secrets().activate(user, totp(1));
        secrets().begin(user, totp(2));
        UsedSteps used = new UsedSteps(60_000_000_000L, 3);

        secrets().use(user, used);

        assertThat(secrets().active(user)).contains(totp(1).with(used));
        assertThat(pending(user)).contains(totp(2));
    }

    @Test
    default void removes_both_of_a_user() {
        UserId user = storedUser();
        UserId other = storedUser();
        for (UserId owner : new UserId[] {user, other}) {
            secrets().activate(owner, totp(1));
            secrets().begin(owner, totp(2));
        }

        secrets().remove(user);

        assertThat(secrets().active(user)).isEmpty();
        assertThat(pending(user)).isEmpty();
        assertThat(secrets().active(other)).isPresent();
        assertThat(pending(other)).isPresent();
    }

    @Test
    default void removes_old_pending_ones_only() {
        UserId old = storedUser();
        UserId recent = storedUser();
        secrets().begin(old, totp(1));
        secrets().activate(old, totp(1));
        secrets().begin(old, totp(2));
        secrets().begin(recent, new Totp(totp(3).secret(), UsedSteps.NONE, NOW.plusMillis(1)));

        secrets().removePending(NOW.plusMillis(1));

        assertThat(pending(old)).isEmpty();
        assertThat(secrets().active(old)).isPresent();
        assertThat(pending(recent)).isPresent();
    }

    @Test
    default void removes_both_with_the_user_and_stores_none_for_a_removed_one() {
        UserId user = storedUser();
        secrets().activate(user, totp(1));
        secrets().begin(user, totp(2));

        removeUser(user);
        secrets().begin(user, totp(3));
        secrets().activate(user, totp(3));

        assertThat(secrets().active(user)).isEmpty();
        assertThat(pending(user)).isEmpty();
    }

    @Test
    default void a_rollback_undoes_everything() {
        UserId user = storedUser();
        secrets().activate(user, totp(1));
        secrets().begin(user, totp(2));

        rollBack(() -> {
            secrets().use(user, UsedSteps.NONE);
            secrets().activate(user, totp(2));
            secrets().begin(user, totp(3));
            secrets().remove(user);
        });

        assertThat(secrets().active(user)).contains(totp(1));
        assertThat(pending(user)).contains(totp(2));
    }
}
