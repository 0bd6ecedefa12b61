package io.clubroom.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link TokenRevocations} on one node. The store is empty when a test begins. */
public interface TokenRevocationsContract {
    TokenRevocations revocations();

    Transactions transactions();

    private static UserId someone() {
        return new UserId(UUID.randomUUID());
    }

    @Test
    default void every_token_is_valid_until_it_is_revoked() {
        assertThat(revocations().isRevoked(someone(), 0)).isFalse();
    }

    @Test
    default void revokes_lower_versions_immediately() {
        UserId user = someone();

        revocations().revokeBelow(user, 2);

        assertThat(revocations().isRevoked(user, 0)).isTrue();
        assertThat(revocations().isRevoked(user, 1)).isTrue();
        assertThat(revocations().isRevoked(user, 2)).isFalse();
        assertThat(revocations().isRevoked(user, 3)).isFalse();
    }

    @Test
    default void revokes_no_other_users_tokens() {
        revocations().revokeBelow(someone(), 2);

        assertThat(revocations().isRevoked(someone(), 1)).isFalse();
    }

    @Test
    default void revokes_all_tokens_of_a_removed_user() {
        UserId user = someone();

        revocations().revokeBelow(user, Integer.MAX_VALUE);

        assertThat(revocations().isRevoked(user, 1_000_000)).isTrue();
    }

    @Test
    default void a_lower_revocation_restores_no_token() {
        UserId user = someone();
        revocations().revokeBelow(user, 5);

        revocations().revokeBelow(user, 2);

        assertThat(revocations().isRevoked(user, 4)).isTrue();
    }

    @Test
    default void a_higher_revocation_revokes_more_tokens() {
        UserId user = someone();
        revocations().revokeBelow(user, 2);

        revocations().revokeBelow(user, 5);

        assertThat(revocations().isRevoked(user, 4)).isTrue();
        assertThat(revocations().isRevoked(user, 5)).isFalse();
    }

    @Test
    default void revokes_tokens_at_the_commit_and_not_before() {
        UserId user = someone();

        Boolean revokedInTheWork = transactions().call(() -> {
            revocations().revokeBelow(user, 1);
            return Rival.start(() -> revocations().isRevoked(user, 0)).result();
        });

        assertThat(revokedInTheWork).isFalse();
        assertThat(revocations().isRevoked(user, 0)).isTrue();
    }

    @Test
    default void counts_a_change_when_tokens_are_revoked() {
        UserId user = someone();
        long before = revocations().changes();

        revocations().revokeBelow(user, 1);
        long first = revocations().changes();
        revocations().revokeBelow(user, 2);

        assertThat(first).isNotEqualTo(before);
        assertThat(revocations().changes()).isNotEqualTo(first);
    }

    @Test
    default void revokes_nothing_after_a_rollback() {
        UserId user = someone();
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    revocations().revokeBelow(user, 1);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(revocations().isRevoked(user, 0)).isFalse();
    }

    @Test
    default void keeps_the_highest_of_concurrent_revocations() {
        UserId user = someone();

        Race.of(
                8,
                i -> transactions().call(() -> {
                    revocations().revokeBelow(user, i + 1);
                    return true;
                }));

        assertThat(revocations().isRevoked(user, 7)).isTrue();
        assertThat(revocations().isRevoked(user, 8)).isFalse();
    }
}
