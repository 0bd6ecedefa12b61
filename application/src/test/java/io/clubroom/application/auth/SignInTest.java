package io.clubroom.application.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.clubroom.application.Club;
import io.clubroom.application.auth.SignIn.Result;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignInTest {
    private static final Password WRONG = new Password("wrong");

    private final Club club = new Club();

    private Result signIn(User user, Password password) {
        return club.signIn.signIn(user.email(), password, Device.UNKNOWN);
    }

    private OpenedSession session(User user) {
        return ((Result.SignedIn) signIn(user, Club.PASSWORD)).session();
    }

    private RefreshToken refreshToken(OpenedSession session) {
        return club.transactions.call(() ->
                club.refreshTokens.lock(SecretHash.of(session.refreshToken())).orElseThrow());
    }

    private User joinWithHash(@Nullable PasswordHash hash) {
        User user = UserFixture.user().passwordHash(hash).version(4).build();
        club.users.add(user);
        return user;
    }

    @Test
    void returns_both_tokens_of_a_session() {
        User user = club.join(UserFixture.user().tokenVersion(3));

        OpenedSession session = session(user);

        assertThat(session.user()).isEqualTo(user);
        assertThat(session.accessToken().value())
                .startsWith(user.id() + " version 3 ")
                .endsWith(" at 2025-06-01T12:00:00.123456Z");
        RefreshToken token = refreshToken(session);
        assertThat(token)
                .isEqualTo(new RefreshToken(
                        SecretHash.of(session.refreshToken()),
                        token.family(),
                        user.id(),
                        3,
                        Club.NOW,
                        Club.NOW.plus(Duration.ofDays(30)),
                        null));
    }

    @Test
    void opens_a_new_session_each_time() {
        User user = club.join(UserFixture.user());

        OpenedSession first = session(user);
        OpenedSession second = session(user);

        assertThat(first.refreshToken()).isNotEqualTo(second.refreshToken());
        assertThat(refreshToken(first).family())
                .isNotEqualTo(refreshToken(second).family());
    }

    @Test
    void does_not_query_the_store_while_the_hash_queue_is_full() {
        User user = club.join(UserFixture.user());
        club.passwords.fill();

        Throwable refused =
                club.transactions.call(() -> Rival.start(() -> catchThrowable(() -> signIn(user, Club.PASSWORD)))
                        .result());

        assertThat(refused)
                .asInstanceOf(type(Unavailable.class))
                .extracting(Unavailable::what)
                .isEqualTo(Unavailable.What.CAPACITY);
    }

    @Test
    void ignores_the_case_of_the_address() {
        club.join(UserFixture.user().email("john@example.com"));

        assertThat(club.signIn.signIn(new Email("John@EXAMPLE.com"), Club.PASSWORD, Device.UNKNOWN))
                .isInstanceOf(Result.SignedIn.class);
    }

    @Test
    void refuses_a_wrong_password_and_an_unknown_address_alike_and_at_the_same_cost() {
        User user = club.join(UserFixture.user());
        User unknown = UserFixture.user().build();
        User without = joinWithHash(null);

        assertThat(signIn(user, WRONG)).isEqualTo(new Result.WrongCredentials());
        assertThat(club.passwords.verifications()).isEqualTo(1);
        assertThat(signIn(unknown, WRONG)).isEqualTo(new Result.WrongCredentials());
        assertThat(club.passwords.verifications()).isEqualTo(2);
        assertThat(signIn(without, WRONG)).isEqualTo(new Result.WrongCredentials());
        assertThat(club.passwords.verifications()).isEqualTo(3);
    }

    @Test
    void reveals_that_a_user_is_inactive_only_after_the_right_password() {
        User inactive = club.join(UserFixture.user().inactive());

        assertThat(signIn(inactive, WRONG)).isEqualTo(new Result.WrongCredentials());
        assertThat(signIn(inactive, Club.PASSWORD)).isEqualTo(new Result.Inactive());
    }

    @Test
    void renews_an_outdated_hash_and_nothing_else() {
        PasswordHash outdated = new QuickPasswordHasher(4).hash(Club.PASSWORD);
        User user = joinWithHash(outdated);

        assertThat(signIn(user, Club.PASSWORD)).isInstanceOf(Result.SignedIn.class);

        User renewed = club.stored(user);
        assertThat(renewed)
                .usingRecursiveComparison()
                .ignoringFields("passwordHash")
                .isEqualTo(user);
        assertThat(renewed.passwordHash()).isNotNull().isNotEqualTo(outdated);
        assertThat(club.passwords.isOutdated(renewed.passwordHash())).isFalse();
        assertThat(signIn(user, Club.PASSWORD)).isInstanceOf(Result.SignedIn.class);
        assertThat(club.stored(user)).isEqualTo(renewed);
    }

    @Test
    void keeps_an_outdated_hash_after_a_wrong_password() {
        User user = joinWithHash(new QuickPasswordHasher(4).hash(Club.PASSWORD));

        signIn(user, WRONG);

        assertThat(club.stored(user)).isEqualTo(user);
    }

    @Test
    void signs_in_with_an_old_password_that_is_too_long_to_rehash() {
        Password password = new Password("Aa1" + "x".repeat(80));
        User user = joinWithHash(new QuickPasswordHasher(4).hashOfAnyLength(password));

        assertThat(signIn(user, password)).isInstanceOf(Result.SignedIn.class);

        assertThat(club.stored(user)).isEqualTo(user);
    }

    @Test
    void a_session_never_prints_its_tokens() {
        OpenedSession session = session(club.join(UserFixture.user()));

        assertThat(session.toString())
                .contains(session.user().id().toString())
                .doesNotContain(session.refreshToken())
                .doesNotContain(session.accessToken().value());
    }
}
