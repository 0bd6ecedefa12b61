package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.mail.RestoreEmail.Result;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestoreEmailTest {
    private static final Email ATTACKER = new Email("attacker@example.com");
    private static final Email ATTACKER_TOO = new Email("attacker2@example.com");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user().verified());

    private void change(Email email) {
        club.clock.advance(Duration.ofSeconds(1));
        club.updateUser.update(
                Club.as(club.stored(john)),
                new UpdateUser.Command(john.id(), UserChange.NOTHING.withEmail(email), null, null, _ -> true));
    }

    private Result restore(OutgoingMail mail) {
        return club.restoreEmail.restore(Club.token(mail));
    }

    private OutgoingMail notice() {
        return club.mail(MailKind.EMAIL_CHANGED, john.email());
    }

    @Test
    void tells_the_previous_address_about_the_change() {
        change(ATTACKER);

        assertThat(notice().variables())
                .containsEntry("new_email", ATTACKER.value())
                .containsEntry("days", "7");
        assertThat(club.mail(MailKind.VERIFICATION, ATTACKER)).isNotNull();
    }

    @Test
    void sends_nothing_if_only_the_spelling_changes() {
        change(new Email(john.email().value().toUpperCase(java.util.Locale.ROOT)));

        assertThat(club.mails()).isEmpty();
        assertThat(club.stored(john).emailVerified()).isTrue();
    }

    @Test
    void restores_the_address_which_is_verified() {
        change(ATTACKER);

        assertThat(restore(notice())).isEqualTo(new Result.Restored());
        assertThat(club.stored(john).email()).isEqualTo(john.email());
        assertThat(club.stored(john).emailVerified()).isTrue();
    }

    @Test
    void ends_all_sessions_and_voids_the_password_until_it_is_reset() {
        change(ATTACKER);
        restore(notice());

        assertThat(club.isRevoked(john.id(), john.tokenVersion())).isTrue();
        assertThat(club.signIn.signIn(john.email(), Club.PASSWORD, Device.UNKNOWN))
                .isEqualTo(new SignIn.Result.WrongCredentials());
        assertThat(club.resetPassword.reset(
                        Club.token(club.mail(MailKind.PASSWORD_RESET, john.email())), Club.PASSWORD))
                .isEqualTo(new ResetPassword.Result.Reset());
        assertThat(club.signIn.signIn(john.email(), Club.PASSWORD, Device.UNKNOWN))
                .isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void unlinks_accounts_that_somebody_may_have_linked() {
        Subject linked = new Subject("github", "666");
        club.identities.link(linked, john.id(), Club.NOW);
        change(ATTACKER);

        restore(notice());

        assertThat(club.identities.find(linked)).isEmpty();
    }

    @Test
    void voids_every_later_link() {
        change(ATTACKER);
        OutgoingMail verification = club.mail(MailKind.VERIFICATION, ATTACKER);
        change(ATTACKER_TOO);
        OutgoingMail later = club.mail(MailKind.EMAIL_CHANGED, ATTACKER);

        assertThat(restore(notice())).isEqualTo(new Result.Restored());

        assertThat(restore(later)).isEqualTo(new Result.TokenInvalid());
        assertThat(club.verifyEmail.verify(Club.token(verification))).isEqualTo(new VerifyEmail.Result.TokenInvalid());
        assertThat(club.verifyEmail.verify(Club.token(club.mail(MailKind.VERIFICATION, ATTACKER_TOO))))
                .isEqualTo(new VerifyEmail.Result.TokenInvalid());
        assertThat(club.stored(john).email()).isEqualTo(john.email());
    }

    @Test
    void voids_later_links_for_good() {
        change(ATTACKER);
        OutgoingMail verification = club.mail(MailKind.VERIFICATION, ATTACKER);
        club.requestLink.request(ATTACKER, Purpose.RESET);
        OutgoingMail reset = club.mail(MailKind.PASSWORD_RESET, ATTACKER);
        restore(notice());

        change(ATTACKER);

        assertThat(club.verifyEmail.verify(Club.token(verification))).isEqualTo(new VerifyEmail.Result.TokenInvalid());
        assertThat(club.resetPassword.reset(Club.token(reset), Club.PASSWORD))
                .isEqualTo(new ResetPassword.Result.TokenInvalid());
    }

    @Test
    void keeps_an_earlier_link() {
        change(ATTACKER);
        OutgoingMail earlier = notice();
        change(ATTACKER_TOO);

        assertThat(restore(club.mail(MailKind.EMAIL_CHANGED, ATTACKER))).isEqualTo(new Result.Restored());
        assertThat(restore(earlier)).isEqualTo(new Result.Restored());
        assertThat(club.stored(john).email()).isEqualTo(john.email());
    }

    @Test
    void accepts_a_link_once_and_for_seven_days() {
        change(ATTACKER);
        restore(notice());
        assertThat(restore(notice())).isEqualTo(new Result.TokenInvalid());

        change(ATTACKER);
        OutgoingMail second = notice();
        club.clock.advance(Duration.ofDays(7));
        assertThat(restore(second)).isEqualTo(new Result.TokenInvalid());
        assertThat(club.restoreEmail.restore(new LinkProof.Token("unknown"))).isEqualTo(new Result.TokenInvalid());
    }

    @Test
    void reserves_the_previous_address_for_seven_days() {
        change(ATTACKER);

        assertThat(register(john.email())).isEqualTo(new CreateUser.Result.Taken(new TakenNames(false, true)));
        club.clock.advance(Duration.ofDays(7));
        assertThat(register(john.email())).isInstanceOf(CreateUser.Result.Created.class);
    }

    @Test
    void lets_the_user_change_back() {
        change(ATTACKER);
        change(john.email());

        assertThat(club.stored(john).email()).isEqualTo(john.email());
    }

    private CreateUser.Result register(Email email) {
        return club.createUser.create(
                Actor.ANONYMOUS,
                new CreateUser.Command(
                        new Username("somebody"), email, Club.PASSWORD, new FullName("Some Body"), Role.CLIENT));
    }
}
