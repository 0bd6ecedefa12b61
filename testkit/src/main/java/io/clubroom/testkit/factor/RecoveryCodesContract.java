package io.clubroom.testkit.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.RecoveryCodes.Hashed;
import io.clubroom.domain.factor.RecoverySalt;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract of {@link RecoveryCodes}. */
public interface RecoveryCodesContract extends UserStore {
    SecretHash ONE = SecretHash.of("one");
    SecretHash TWO = SecretHash.of("two");
    SecretHash THREE = SecretHash.of("three");

    RecoveryCodes codes();

    private static Hashed hashed(String salt, SecretHash... hashes) {
        return new Hashed(new RecoverySalt(salt), Set.of(hashes), NOW);
    }

    private UserId userWith(SecretHash... hashes) {
        UserId user = storedUser();
        codes().replace(user, hashed("01ff", hashes));
        return user;
    }

    private Set<SecretHash> hashes(UserId user) {
        return codes().find(user).map(Hashed::hashes).orElse(Set.of());
    }

    @Test
    default void returns_codes_as_stored() {
        UserId user = userWith(ONE, TWO);
        userWith(ONE, THREE);

        Hashed found = codes().find(user).orElseThrow();

        assertThat(found.salt()).isEqualTo(new RecoverySalt("01ff"));
        assertThat(found.hashes()).containsExactlyInAnyOrder(ONE, TWO);
        assertThat(found.createdAt()).isEqualTo(NOW);
        assertThat(codes().left(user)).isEqualTo(2);
    }

    @Test
    default void new_codes_take_the_place_of_the_old_ones() {
        UserId user = userWith(ONE, TWO);

        codes().replace(user, hashed("07ff", THREE));

        assertThat(hashes(user)).containsExactly(THREE);
        assertThat(codes().find(user).orElseThrow().salt()).isEqualTo(new RecoverySalt("07ff"));
    }

    @Test
    default void a_code_is_used_once() {
        UserId user = userWith(ONE, TWO);
        UserId other = userWith(ONE);

        assertThat(codes().use(user, ONE)).isTrue();
        assertThat(codes().use(user, ONE)).isFalse();
        assertThat(codes().use(user, THREE)).isFalse();
        assertThat(hashes(user)).containsExactly(TWO);
        assertThat(codes().use(user, TWO)).isTrue();
        assertThat(codes().find(user)).isEmpty();
        assertThat(codes().left(user)).isZero();
        assertThat(codes().left(other)).isEqualTo(1);
    }

    @Test
    default void a_code_is_used_by_one_of_8_concurrent_callers() {
        UserId user = userWith(ONE, TWO);

        assertThat(Race.of(8, _ -> codes().use(user, ONE))).containsOnlyOnce(true);
        assertThat(hashes(user)).containsExactly(TWO);
    }

    @Test
    default void removes_all_codes_of_a_user() {
        UserId user = userWith(ONE, TWO);
        UserId other = userWith(ONE);

        codes().remove(user);

        assertThat(codes().find(user)).isEmpty();
        assertThat(codes().find(other)).isPresent();
    }

    @Test
    default void removes_codes_with_the_user_and_stores_none_for_a_removed_one() {
        UserId user = userWith(ONE);

        removeUser(user);
        codes().replace(user, hashed("01ff", TWO));

        assertThat(codes().find(user)).isEmpty();
        assertThat(codes().left(user)).isZero();
    }

    @Test
    default void a_rollback_undoes_everything() {
        UserId user = userWith(ONE, TWO);

        rollBack(() -> {
            codes().use(user, ONE);
            codes().replace(user, hashed("02ff", THREE));
            codes().remove(user);
        });

        assertThat(hashes(user)).containsExactlyInAnyOrder(ONE, TWO);
    }
}
