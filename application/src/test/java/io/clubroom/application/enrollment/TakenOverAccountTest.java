package io.clubroom.application.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.Factors;
import io.clubroom.application.identity.AdmitIdentity;
import io.clubroom.application.mail.DisownAccount;
import io.clubroom.application.mail.ResetPassword;
import io.clubroom.application.mail.RestoreEmail;
import io.clubroom.application.user.EnsureAdmin;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Owners who take back an account from a stranger find none of the stranger's second factors. */
class TakenOverAccountTest {
    private static final Password NEW_PASSWORD = Password.of("EvenMoreSecure456");

    private final Club club = new Club();
    private final Factors factors = new Factors(club);

    private void addFactors(User user) {
        factors.enroll(user);
        addPasskey(user, club.clock.instant());
    }

    private Passkey addPasskey(User user, Instant at) {
        Passkey passkey = PasskeyFixture.of(user.id(), PasskeyFixture.RP_ID, at);
        club.passkeys.add(passkey);
        return passkey;
    }

    private void assertHasNoFactors(User user) {
        assertThat(club.secondFactors.of(user.id())).isEmpty();
        assertThat(club.recoveryCodes.left(user.id())).isZero();
    }

    private void send(User user, Purpose purpose) {
        club.transactions.call(() -> {
            club.sendLink.send(user, purpose, user.email());
            return true;
        });
    }

    @Test
    void the_reset_of_a_password_at_an_unverified_address_removes_them() {
        User user = club.join(UserFixture.user());
        addFactors(user);
        send(user, Purpose.RESET);

        assertThat(club.resetPassword.reset(Club.token(club.mail(MailKind.PASSWORD_RESET, user.email())), NEW_PASSWORD))
                .isEqualTo(new ResetPassword.Result.Reset());

        assertHasNoFactors(user);
    }

    @Test
    void the_reset_of_a_password_at_a_verified_address_keeps_them() {
        User user = club.join(UserFixture.user().verified());
        addFactors(user);
        send(user, Purpose.RESET);

        club.resetPassword.reset(Club.token(club.mail(MailKind.PASSWORD_RESET, user.email())), NEW_PASSWORD);

        assertThat(club.secondFactors.of(user.id())).hasSize(3);
    }

    @Test
    void disowning_an_account_removes_them() {
        User user = club.join(UserFixture.user());
        addFactors(user);
        send(user, Purpose.VERIFICATION);

        assertThat(club.disownAccount.disown(Club.token(club.mail(MailKind.VERIFICATION, user.email()))))
                .isEqualTo(new DisownAccount.Result.Disowned());

        assertHasNoFactors(user);
    }

    @Test
    void a_sign_in_of_the_owner_with_a_provider_removes_them() {
        User user = club.join(UserFixture.user());
        addFactors(user);

        assertThat(club.admitIdentity()
                        .admit(new ExternalIdentity(new Subject("google", "1"), user.email(), "The Owner")))
                .isInstanceOf(AdmitIdentity.Result.Admitted.class);

        assertHasNoFactors(user);
    }

    @Test
    void an_appointment_as_the_first_administrator_removes_them() {
        User user = club.join(UserFixture.user());
        addFactors(user);

        assertThat(club.ensureAdmin().ensure(user.email(), () -> NEW_PASSWORD, _ -> {}))
                .isInstanceOf(EnsureAdmin.Result.Appointed.class);

        assertHasNoFactors(user);
    }

    private void restore(User user) {
        assertThat(club.restoreEmail.restore(Club.token(club.mail(MailKind.EMAIL_CHANGED, user.email()))))
                .isEqualTo(new RestoreEmail.Result.Restored());
    }

    private void changeEmail(User user) {
        club.clock.advance(Duration.ofHours(1));
        assertThat(club.updateUser.update(
                        factors.signedIn(user),
                        new UpdateUser.Command(
                                user.id(),
                                UserChange.NOTHING.withEmail(new Email("attacker@example.com")),
                                null,
                                null,
                                _ -> true)))
                .isInstanceOf(UpdateUser.Result.Updated.class);
        club.clock.advance(Duration.ofHours(1));
    }

    @Test
    void restoring_an_address_removes_those_that_were_added_since_the_change() {
        User user = club.join(UserFixture.user().verified());
        changeEmail(user);
        addFactors(user);

        restore(user);

        assertHasNoFactors(user);
    }

    @Test
    void restoring_an_address_keeps_those_that_were_there_before_the_change() {
        User user = club.join(UserFixture.user().verified());
        addFactors(user);
        changeEmail(user);
        addPasskey(user, club.clock.instant());

        restore(user);

        assertThat(club.secondFactors.of(user.id()))
                .containsExactly(SecondFactor.PASSKEY, SecondFactor.TOTP, SecondFactor.RECOVERY_CODE);
        assertThat(club.passkeys.list(user.id(), PasskeyFixture.RP_ID)).hasSize(1);
    }

    @Test
    void restoring_an_address_voids_recovery_codes_that_were_renewed_since_the_change() {
        User user = club.join(UserFixture.user().verified());
        addFactors(user);
        changeEmail(user);
        factors.renewRecoveryCodes.renew(factors.signedIn(user));

        restore(user);

        assertThat(club.recoveryCodes.left(user.id())).isZero();
        assertThat(club.secondFactors.of(user.id())).containsExactly(SecondFactor.PASSKEY, SecondFactor.TOTP);
    }
}
