package io.clubroom.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The contract of {@link RefreshTokens}. The store is empty when a test begins. */
public interface RefreshTokensContract {
    Instant ISSUED_AT = Instant.parse("2025-03-06T22:05:39.123456Z");
    Instant EXPIRES_AT = ISSUED_AT.plus(Duration.ofDays(30));

    RefreshTokens refreshTokens();

    Users users();

    Transactions transactions();

    private User storedUser() {
        User user = UserFixture.user().build();
        users().add(user);
        return user;
    }

    private static RefreshToken token(UserId user, UUID family, Instant expiresAt) {
        SecretHash hash = SecretHash.of(UUID.randomUUID().toString());
        return new RefreshToken(hash, family, user, 3, ISSUED_AT, expiresAt, null);
    }

    private RefreshToken stored(UserId user, UUID family, Instant expiresAt) {
        RefreshToken token = token(user, family, expiresAt);
        refreshTokens().add(token);
        return token;
    }

    private RefreshToken stored(User user, UUID family) {
        return stored(user.id(), family, EXPIRES_AT);
    }

    private RefreshToken stored() {
        return stored(storedUser(), UUID.randomUUID());
    }

    private Optional<RefreshToken> found(RefreshToken token) {
        return transactions().call(() -> refreshTokens().lock(token.hash()));
    }

    private static RefreshToken used(RefreshToken token, Instant at) {
        return new RefreshToken(
                token.hash(),
                token.family(),
                token.user(),
                token.tokenVersion(),
                token.issuedAt(),
                token.expiresAt(),
                at);
    }

    private boolean removeUser(UserId id) {
        return transactions().call(() -> {
            users().lock(id);
            users().remove(id);
            return true;
        });
    }

    /** Replaces the token with the next one of its family, if it is still valid. */
    private boolean refresh(RefreshToken token, RefreshToken next) {
        return transactions().call(() -> {
            boolean good = refreshTokens().lock(token.hash()).isPresent();
            if (good) {
                refreshTokens().markUsed(token.hash(), ISSUED_AT);
                refreshTokens().add(next);
            }
            return good;
        });
    }

    private boolean endSession(RefreshToken token) {
        return transactions().call(() -> {
            Optional<RefreshToken> found = refreshTokens().lock(token.hash());
            found.ifPresent(known -> refreshTokens().removeFamily(known.family()));
            return found.isPresent();
        });
    }

    @Test
    default void finds_a_token_with_every_field() {
        RefreshToken token = stored();

        assertThat(found(token)).contains(token);
    }

    @Test
    default void finds_no_unknown_token() {
        RefreshToken token = stored();

        assertThat(found(token(token.user(), token.family(), EXPIRES_AT))).isEmpty();
    }

    @Test
    default void stores_a_token_that_was_used_before() {
        RefreshToken token = used(token(storedUser().id(), UUID.randomUUID(), EXPIRES_AT), ISSUED_AT.plusSeconds(1));
        refreshTokens().add(token);

        assertThat(found(token)).contains(token);
    }

    @Test
    default void stores_nothing_for_a_removed_user() {
        User user = storedUser();
        RefreshToken token = token(user.id(), UUID.randomUUID(), EXPIRES_AT);
        removeUser(user.id());

        assertThatCode(() -> refreshTokens().add(token)).doesNotThrowAnyException();

        assertThat(found(token)).isEmpty();
    }

    @Test
    default void marks_one_token_as_used() {
        User user = storedUser();
        UUID family = UUID.randomUUID();
        RefreshToken token = stored(user, family);
        RefreshToken bystander = stored(user, family);
        Instant at = Instant.parse("2025-03-07T01:02:03.000004Z");

        refreshTokens().markUsed(token.hash(), at);

        assertThat(found(token)).contains(used(token, at));
        assertThat(found(bystander)).contains(bystander);
    }

    @Test
    default void marking_an_unknown_token_does_nothing() {
        SecretHash unknown = SecretHash.of("unknown");

        assertThatCode(() -> refreshTokens().markUsed(unknown, ISSUED_AT)).doesNotThrowAnyException();
    }

    @Test
    default void removes_the_tokens_of_a_family_and_no_others() {
        User user = storedUser();
        UUID family = UUID.randomUUID();
        RefreshToken first = stored(user, family);
        RefreshToken second = stored(user, family);
        RefreshToken bystander = stored(user, UUID.randomUUID());
        refreshTokens().markUsed(first.hash(), ISSUED_AT);

        refreshTokens().removeFamily(family);

        assertThat(found(first)).isEmpty();
        assertThat(found(second)).isEmpty();
        assertThat(found(bystander)).contains(bystander);
    }

    @Test
    default void removing_an_unknown_family_does_nothing() {
        assertThatCode(() -> refreshTokens().removeFamily(UUID.randomUUID())).doesNotThrowAnyException();
    }

    @Test
    default void removes_what_expired_before_the_given_time() {
        User user = storedUser();
        UUID family = UUID.randomUUID();
        Instant time = EXPIRES_AT;
        RefreshToken before = stored(user.id(), family, time.minus(1, ChronoUnit.MICROS));
        RefreshToken then = stored(user.id(), family, time);
        RefreshToken later = stored(user.id(), family, time.plus(1, ChronoUnit.MICROS));

        refreshTokens().removeExpired(time);

        assertThat(found(before)).isEmpty();
        assertThat(found(then)).contains(then);
        assertThat(found(later)).contains(later);
    }

    @Test
    default void removes_the_tokens_of_a_user_with_the_user() {
        User user = storedUser();
        RefreshToken first = stored(user, UUID.randomUUID());
        RefreshToken second = stored(user, UUID.randomUUID());
        RefreshToken bystander = stored();

        removeUser(user.id());

        assertThat(found(first)).isEmpty();
        assertThat(found(second)).isEmpty();
        assertThat(found(bystander)).contains(bystander);
    }

    @Test
    default void a_rollback_undoes_everything() {
        User user = storedUser();
        UUID family = UUID.randomUUID();
        RefreshToken token = stored(user, family);
        RefreshToken next = token(user.id(), family, EXPIRES_AT);
        RefreshToken removed = stored(user, UUID.randomUUID());
        RefreshToken expired = stored(user.id(), UUID.randomUUID(), ISSUED_AT);
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    refreshTokens().lock(token.hash());
                    refreshTokens().markUsed(token.hash(), ISSUED_AT);
                    refreshTokens().add(next);
                    refreshTokens().removeFamily(removed.family());
                    refreshTokens().removeExpired(EXPIRES_AT);
                    users().remove(user.id());
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(found(token)).contains(token);
        assertThat(found(next)).isEmpty();
        assertThat(found(removed)).contains(removed);
        assertThat(found(expired)).contains(expired);
    }

    @Test
    default void a_second_bearer_waits_for_the_first() {
        RefreshToken token = stored();

        Rival<Optional<RefreshToken>> rival = transactions().call(() -> {
            refreshTokens().lock(token.hash());
            Rival<Optional<RefreshToken>> second = Rival.start(() -> found(token));
            second.assertHeldBack();
            refreshTokens().markUsed(token.hash(), ISSUED_AT);
            return second;
        });

        assertThat(rival.result()).contains(used(token, ISSUED_AT));
    }

    @Test
    default void removing_a_family_includes_a_token_that_is_being_added() {
        User user = storedUser();
        UUID family = UUID.randomUUID();
        RefreshToken old = used(token(user.id(), family, EXPIRES_AT), ISSUED_AT);
        refreshTokens().add(old);
        RefreshToken current = stored(user, family);
        RefreshToken next = token(user.id(), family, EXPIRES_AT);

        Rival<Boolean> rival = transactions().call(() -> {
            refreshTokens().lock(current.hash());
            Rival<Boolean> second = Rival.start(() -> endSession(old));
            second.assertHeldBack();
            refreshTokens().markUsed(current.hash(), ISSUED_AT);
            refreshTokens().add(next);
            return second;
        });

        assertThat(rival.result()).isTrue();
        assertThat(found(old)).isEmpty();
        assertThat(found(current)).isEmpty();
        assertThat(found(next)).isEmpty();
    }

    @RepeatedTest(5)
    default void all_tokens_of_a_family_can_remove_it_concurrently() {
        User user = storedUser();
        UUID family = UUID.randomUUID();
        List<RefreshToken> tokens =
                List.of(stored(user, family), stored(user, family), stored(user, family), stored(user, family));

        List<Boolean> ended = Race.of(4, i -> endSession(tokens.get(i)));

        assertThat(ended).containsOnlyOnce(true);
        assertThat(tokens).allSatisfy(token -> assertThat(found(token)).isEmpty());
    }

    @RepeatedTest(5)
    default void a_user_can_be_removed_while_their_sessions_are_refreshed() {
        User user = storedUser();
        List<RefreshToken> tokens = List.of(
                stored(user, UUID.randomUUID()), stored(user, UUID.randomUUID()), stored(user, UUID.randomUUID()));
        List<RefreshToken> next = tokens.stream()
                .map(token -> token(user.id(), token.family(), EXPIRES_AT))
                .toList();

        Race.of(4, i -> i < 3 ? refresh(tokens.get(i), next.get(i)) : removeUser(user.id()));

        assertThat(tokens).allSatisfy(token -> assertThat(found(token)).isEmpty());
        assertThat(next).allSatisfy(token -> assertThat(found(token)).isEmpty());
    }
}
