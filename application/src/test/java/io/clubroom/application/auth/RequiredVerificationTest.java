package io.clubroom.application.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.user.CreateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.RegistrationPolicy.Mode;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.user.UserFixture;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequiredVerificationTest {
    private static final Email JOHN = new Email("john@example.com");
    private static final Email FIRST_ADMIN = new Email("admin@localhost");
    private static final RegistrationPolicy REQUIRED =
            new RegistrationPolicy(Mode.OPEN, Set.of(), true, Optional.of(FIRST_ADMIN));

    private final Club club = new Club();
    private final SignIn signIn = club.signIn(REQUIRED);

    private void register(RegistrationPolicy policy, Actor actor, Email email) {
        club.createUser(policy)
                .create(
                        actor,
                        new CreateUser.Command(
                                new Username("jsmith"), email, Club.PASSWORD, new FullName("John Smith"), Role.CLIENT));
    }

    @Test
    void lets_users_sign_in_after_they_verified_the_address() {
        register(REQUIRED, Actor.ANONYMOUS, JOHN);

        assertThat(signIn.signIn(JOHN, Club.PASSWORD, Device.UNKNOWN)).isEqualTo(new SignIn.Result.EmailUnverified());
        club.verifyEmail.verify(Club.token(club.mail(MailKind.VERIFICATION, JOHN)));
        assertThat(signIn.signIn(JOHN, Club.PASSWORD, Device.UNKNOWN)).isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void is_told_after_the_right_password_only() {
        register(REQUIRED, Actor.ANONYMOUS, JOHN);

        assertThat(signIn.signIn(JOHN, new Password("WrongPassword1"), Device.UNKNOWN))
                .isEqualTo(new SignIn.Result.WrongCredentials());
    }

    @Test
    void is_not_required_of_accounts_that_are_older_than_the_setting() {
        register(RegistrationPolicy.OPEN, Actor.ANONYMOUS, JOHN);

        assertThat(signIn.signIn(JOHN, Club.PASSWORD, Device.UNKNOWN)).isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void is_not_required_of_accounts_that_administrators_make() {
        User admin = club.join(UserFixture.admin());
        register(REQUIRED, Club.as(admin), JOHN);

        assertThat(signIn.signIn(JOHN, Club.PASSWORD, Device.UNKNOWN)).isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void is_not_required_of_the_first_administrator() {
        register(REQUIRED, Actor.ANONYMOUS, FIRST_ADMIN);

        assertThat(signIn.signIn(FIRST_ADMIN, Club.PASSWORD, Device.UNKNOWN))
                .isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void is_not_required_when_the_setting_is_off_again() {
        register(REQUIRED, Actor.ANONYMOUS, JOHN);

        assertThat(club.signIn(RegistrationPolicy.OPEN).signIn(JOHN, Club.PASSWORD, Device.UNKNOWN))
                .isInstanceOf(SignIn.Result.SignedIn.class);
    }
}
