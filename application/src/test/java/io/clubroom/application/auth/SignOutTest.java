package io.clubroom.application.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.clubroom.application.Club;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import org.junit.jupiter.api.Test;

class SignOutTest {
    private final Club club = new Club();
    private final User user = club.join(UserFixture.user());

    private String signIn() {
        return ((SignIn.Result.SignedIn) club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .session()
                .refreshToken();
    }

    private RefreshSession.Result refresh(String token) {
        return club.refreshSession.refresh(token, Device.UNKNOWN);
    }

    private String refreshed(String token) {
        return ((RefreshSession.Result.Refreshed) refresh(token)).session().refreshToken();
    }

    @Test
    void ends_the_session_and_no_other() {
        String token = signIn();
        String anotherSession = signIn();

        club.signOut.signOut(token);

        assertThat(refresh(token)).isEqualTo(new RefreshSession.Result.Refused());
        assertThat(refresh(anotherSession)).isInstanceOf(RefreshSession.Result.Refreshed.class);
    }

    @Test
    void ends_the_session_with_any_of_its_tokens() {
        String token = signIn();
        String next = refreshed(token);

        club.signOut.signOut(token);

        assertThat(refresh(next)).isEqualTo(new RefreshSession.Result.Refused());
    }

    @Test
    void ignores_an_unknown_token() {
        String token = signIn();

        assertThatCode(() -> club.signOut.signOut("unknown")).doesNotThrowAnyException();
        club.signOut.signOut(token);
        assertThatCode(() -> club.signOut.signOut(token)).doesNotThrowAnyException();
    }
}
