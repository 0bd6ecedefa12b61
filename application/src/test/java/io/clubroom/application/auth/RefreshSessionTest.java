package io.clubroom.application.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.auth.RefreshSession.Result;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefreshSessionTest {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final Duration TICK = Duration.ofNanos(1_000);

    private final Club club = new Club();
    private final User user = club.join(UserFixture.user().tokenVersion(3));
    private final String token = signIn();

    private String signIn() {
        return ((SignIn.Result.SignedIn) club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .session()
                .refreshToken();
    }

    private Result refresh(String refreshToken) {
        return club.refreshSession.refresh(refreshToken, Device.UNKNOWN);
    }

    private OpenedSession refreshed(String refreshToken) {
        return ((Result.Refreshed) refresh(refreshToken)).session();
    }

    private void assertRefused(String refreshToken) {
        assertThat(refresh(refreshToken)).isEqualTo(new Result.Refused());
    }

    private Optional<RefreshToken> stored(String refreshToken) {
        return club.transactions.call(() -> club.refreshTokens.lock(SecretHash.of(refreshToken)));
    }

    private void change(UserChange change, @Nullable Password newPassword) {
        Actor admin = Club.as(club.join(UserFixture.admin()));
        assertThat(club.updateUser.update(
                        admin, new UpdateUser.Command(user.id(), change, newPassword, null, version -> true)))
                .isInstanceOf(UpdateUser.Result.Updated.class);
    }

    private static UserChange active(boolean active) {
        return UserChange.NOTHING.withActive(active);
    }

    @Test
    void replaces_the_token_with_the_next_of_its_family() {
        club.clock.advance(Duration.ofDays(1));

        OpenedSession session = refreshed(token);

        assertThat(session.user()).isEqualTo(user);
        assertThat(session.accessToken().value())
                .startsWith(user.id() + " version 3 ")
                .endsWith(" at 2025-06-02T12:00:00.123456Z");
        assertThat(session.refreshToken()).isNotEqualTo(token);
        RefreshToken old = stored(token).orElseThrow();
        assertThat(old.usedAt()).isEqualTo(Club.NOW.plus(Duration.ofDays(1)));
        assertThat(stored(session.refreshToken()))
                .contains(new RefreshToken(
                        SecretHash.of(session.refreshToken()),
                        old.family(),
                        user.id(),
                        3,
                        Club.NOW.plus(Duration.ofDays(1)),
                        Club.NOW.plus(Duration.ofDays(1)).plus(LIFETIME),
                        null));
    }

    @Test
    void a_session_lasts_as_long_as_it_is_refreshed_in_time() {
        String current = token;
        for (int i = 0; i < 5; i++) {
            club.clock.advance(LIFETIME.minus(TICK));
            current = refreshed(current).refreshToken();
        }
    }

    @Test
    void refuses_an_unknown_token() {
        assertRefused("");
        assertRefused(token + " ");
        assertRefused(SecretHash.of(token).value());
    }

    @Test
    void refuses_a_token_from_the_moment_it_expires() {
        club.clock.set(Club.NOW.plus(LIFETIME));

        assertRefused(token);
    }

    @Test
    void accepts_a_token_until_it_expires() {
        club.clock.set(Club.NOW.plus(LIFETIME).minus(TICK));

        assertThat(refresh(token)).isInstanceOf(Result.Refreshed.class);
    }

    @Test
    void accepts_a_used_token_for_10_seconds_because_a_response_may_be_lost() {
        refreshed(token);
        club.clock.advance(GRACE);

        OpenedSession again = refreshed(token);

        assertThat(stored(token).orElseThrow().usedAt()).isEqualTo(Club.NOW);
        assertThat(refresh(again.refreshToken())).isInstanceOf(Result.Refreshed.class);
    }

    @Test
    void ends_the_session_if_a_used_token_is_reused_later() {
        String next = refreshed(token).refreshToken();
        String nextButOne = refreshed(next).refreshToken();
        String anotherSession = signIn();
        club.clock.advance(GRACE.plus(TICK));

        assertRefused(token);

        assertRefused(next);
        assertRefused(nextButOne);
        assertThat(stored(token)).isEmpty();
        assertThat(refresh(anotherSession)).isInstanceOf(Result.Refreshed.class);
    }

    @Test
    void keeps_a_session_if_a_used_token_is_reused_after_its_expiry() {
        String next = refreshed(token).refreshToken();
        club.clock.advance(LIFETIME.minusDays(1));
        String nextButOne = refreshed(next).refreshToken();
        club.clock.advance(Duration.ofDays(2));

        assertRefused(token);

        assertThat(refresh(nextButOne)).isInstanceOf(Result.Refreshed.class);
    }

    @Test
    void refuses_tokens_issued_before_a_new_password() {
        change(UserChange.NOTHING, Password.of("NewSecurePass456"));

        assertRefused(token);
    }

    @Test
    void refuses_an_inactive_user_and_after_reactivation_the_old_tokens() {
        change(active(false), null);
        assertRefused(token);

        change(active(true), null);
        assertRefused(token);
        assertThat(refresh(signIn())).isInstanceOf(Result.Refreshed.class);
    }

    @Test
    void refuses_an_inactive_user_whatever_the_version() {
        User inactive = club.join(UserFixture.user().inactive());
        OpenedSession session = club.openSession.open(
                inactive, SignInMethod.PASSWORD, Set.of(AuthenticationMethod.PWD), Device.UNKNOWN);

        assertRefused(session.refreshToken());
    }

    @Test
    void refuses_a_user_who_was_removed() {
        club.users.remove(user.id());

        assertRefused(token);
    }

    @Test
    void returns_the_current_user() {
        change(UserChange.NOTHING.withRole(Role.TRAINER), null);

        assertThat(refreshed(token).user().role()).isEqualTo(Role.TRAINER);
    }

    @Test
    void gives_every_concurrent_refresh_its_own_token() {
        List<Result> results = Race.of(8, i -> refresh(token));

        assertThat(results)
                .map(result -> ((Result.Refreshed) result).session().refreshToken())
                .doesNotHaveDuplicates()
                .allSatisfy(next -> assertThat(refresh(next)).isInstanceOf(Result.Refreshed.class));
    }

    @Test
    void leaves_no_token_of_a_session_that_ends_while_it_is_refreshed() {
        String next = refreshed(token).refreshToken();

        List<Optional<OpenedSession>> sessions = Race.of(2, i -> {
            if (i == 0) {
                club.signOut.signOut(token);
                return Optional.<OpenedSession>empty();
            }
            return refresh(next) instanceof Result.Refreshed(OpenedSession session)
                    ? Optional.of(session)
                    : Optional.<OpenedSession>empty();
        });

        assertRefused(next);
        sessions.stream().flatMap(Optional::stream).forEach(session -> assertRefused(session.refreshToken()));
    }
}
