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

/** What {@link TokenRevocations} promise on one node. The store is empty when a test begins. */
public interface TokenRevocationsContract {
    TokenRevocations revocations();

    Transactions transactions();

    private static UserId someone() {
        return new UserId(UUID.randomUUID());
    }

    @Test
    default void every_token_is_good_until_it_is_revoked() {
        assertThat(revocations().isRevoked(someone(), 0)).isFalse();
    }

    @Test
    default void ends_the_tokens_of_lower_versions_at_once() {
        UserId user = someone();

        revocations().revokeBelow(user, 2);

        assertThat(revocations().isRevoked(user, 0)).isTrue();
        assertThat(revocations().isRevoked(user, 1)).isTrue();
        assertThat(revocations().isRevoked(user, 2)).isFalse();
        assertThat(revocations().isRevoked(user, 3)).isFalse();
    }

    @Test
    default void ends_nobody_elses_tokens() {
        revocations().revokeBelow(someone(), 2);

        assertThat(revocations().isRevoked(someone(), 1)).isFalse();
    }

    @Test
    default void ends_all_tokens_of_somebody_who_was_removed() {
        UserId user = someone();

        revocations().revokeBelow(user, Integer.MAX_VALUE);

        assertThat(revocations().isRevoked(user, 1_000_000)).isTrue();
    }

    @Test
    default void makes_no_token_good_again() {
        UserId user = someone();
        revocations().revokeBelow(user, 5);

        revocations().revokeBelow(user, 2);

        assertThat(revocations().isRevoked(user, 4)).isTrue();
    }

    @Test
    default void ends_more_tokens_the_next_time() {
        UserId user = someone();
        revocations().revokeBelow(user, 2);

        revocations().revokeBelow(user, 5);

        assertThat(revocations().isRevoked(user, 4)).isTrue();
        assertThat(revocations().isRevoked(user, 5)).isFalse();
    }

    @Test
    default void ends_tokens_with_the_commit_and_not_before() {
        UserId user = someone();

        Boolean revokedInTheWork = transactions().call(() -> {
            revocations().revokeBelow(user, 1);
            return Rival.start(() -> revocations().isRevoked(user, 0)).result();
        });

        assertThat(revokedInTheWork).isFalse();
        assertThat(revocations().isRevoked(user, 0)).isTrue();
    }

    @Test
    default void says_that_something_has_changed_when_tokens_end() {
        UserId user = someone();
        long before = revocations().changes();

        revocations().revokeBelow(user, 1);
        long first = revocations().changes();
        revocations().revokeBelow(user, 2);

        assertThat(first).isNotEqualTo(before);
        assertThat(revocations().changes()).isNotEqualTo(first);
    }

    @Test
    default void ends_no_token_when_it_rolls_back() {
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
    default void keeps_the_highest_of_revocations_that_come_at_once() {
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
