package io.clubroom.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link TokenRevocations} on one node. The store is empty when a test begins. */
public interface TokenRevocationsContract {
    TokenRevocations revocations();

    Transactions transactions();

    private static UserId someone() {
        return new UserId(UUID.randomUUID());
    }

    private boolean isRevoked(UserId user, int tokenVersion) {
        return revocations().isRevoked(new Actor.SignedIn(user, Role.CLIENT, tokenVersion));
    }

    private boolean isRevoked(UserId user, int tokenVersion, SessionId session) {
        return revocations()
                .isRevoked(new Actor.SignedIn(user, Role.CLIENT, tokenVersion, session, Instant.EPOCH, false));
    }

    private static SessionId someSession() {
        return new SessionId(UUID.randomUUID());
    }

    private static Instant inAnHour() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    @Test
    default void revokes_the_tokens_of_a_session_and_no_others() {
        UserId user = someone();
        SessionId ended = someSession();
        long before = revocations().changes();

        revocations().revoke(ended, inAnHour());

        assertThat(isRevoked(user, 5, ended)).isTrue();
        assertThat(isRevoked(user, 5, someSession())).isFalse();
        assertThat(isRevoked(user, 5)).isFalse();
        assertThat(revocations().changes()).isNotEqualTo(before);
    }

    @Test
    default void revokes_the_tokens_of_a_session_at_the_commit_and_not_before() {
        UserId user = someone();
        SessionId ended = someSession();

        Boolean revokedInTheWork = transactions().call(() -> {
            revocations().revoke(ended, inAnHour());
            return Rival.start(() -> isRevoked(user, 0, ended)).result();
        });

        assertThat(revokedInTheWork).isFalse();
        assertThat(isRevoked(user, 0, ended)).isTrue();
    }

    @Test
    default void spares_one_session() {
        UserId user = someone();
        SessionId spared = someSession();

        revocations().revokeBelow(user, 2, spared);

        assertThat(isRevoked(user, 1, spared)).isFalse();
        assertThat(isRevoked(user, 1, someSession())).isTrue();
        assertThat(isRevoked(user, 1)).isTrue();
    }

    @Test
    default void a_token_of_a_spared_session_counts_for_the_version_that_it_outlived() {
        UserId user = someone();
        SessionId spared = someSession();
        revocations().revokeBelow(user, 2, spared);

        assertThat(versionOf(user, 1, spared)).isEqualTo(2);
        assertThat(versionOf(user, 3, spared)).isEqualTo(3);
        assertThat(versionOf(user, 1, someSession())).isEqualTo(1);
        assertThat(revocations().versionOf(new Actor.SignedIn(user, Role.CLIENT, 1)))
                .isEqualTo(1);
        assertThat(versionOf(someone(), 1, spared)).isEqualTo(1);
    }

    private int versionOf(UserId user, int tokenVersion, SessionId session) {
        return revocations()
                .versionOf(new Actor.SignedIn(user, Role.CLIENT, tokenVersion, session, Instant.EPOCH, false));
    }

    @Test
    default void a_higher_revocation_spares_no_session_of_a_lower_one() {
        UserId user = someone();
        SessionId spared = someSession();
        SessionId next = someSession();
        revocations().revokeBelow(user, 2, spared);

        revocations().revokeBelow(user, 3, next);

        assertThat(isRevoked(user, 1, spared)).isTrue();
        assertThat(isRevoked(user, 2, next)).isFalse();
        revocations().revokeBelow(user, 4);
        assertThat(isRevoked(user, 2, next)).isTrue();
    }

    @Test
    default void every_token_is_valid_until_it_is_revoked() {
        assertThat(isRevoked(someone(), 0)).isFalse();
    }

    @Test
    default void revokes_lower_versions_immediately() {
        UserId user = someone();

        revocations().revokeBelow(user, 2);

        assertThat(isRevoked(user, 0)).isTrue();
        assertThat(isRevoked(user, 1)).isTrue();
        assertThat(isRevoked(user, 2)).isFalse();
        assertThat(isRevoked(user, 3)).isFalse();
    }

    @Test
    default void revokes_no_other_users_tokens() {
        revocations().revokeBelow(someone(), 2);

        assertThat(isRevoked(someone(), 1)).isFalse();
    }

    @Test
    default void revokes_all_tokens_of_a_removed_user() {
        UserId user = someone();

        revocations().revokeBelow(user, Integer.MAX_VALUE);

        assertThat(isRevoked(user, 1_000_000)).isTrue();
    }

    @Test
    default void a_lower_revocation_restores_no_token() {
        UserId user = someone();
        revocations().revokeBelow(user, 5);

        revocations().revokeBelow(user, 2);

        assertThat(isRevoked(user, 4)).isTrue();
    }

    @Test
    default void a_higher_revocation_revokes_more_tokens() {
        UserId user = someone();
        revocations().revokeBelow(user, 2);

        revocations().revokeBelow(user, 5);

        assertThat(isRevoked(user, 4)).isTrue();
        assertThat(isRevoked(user, 5)).isFalse();
    }

    @Test
    default void revokes_tokens_at_the_commit_and_not_before() {
        UserId user = someone();

        Boolean revokedInTheWork = transactions().call(() -> {
            revocations().revokeBelow(user, 1);
            return Rival.start(() -> isRevoked(user, 0)).result();
        });

        assertThat(revokedInTheWork).isFalse();
        assertThat(isRevoked(user, 0)).isTrue();
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

        assertThat(isRevoked(user, 0)).isFalse();
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

        assertThat(isRevoked(user, 7)).isTrue();
        assertThat(isRevoked(user, 8)).isFalse();
    }
}
