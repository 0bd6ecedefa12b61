package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.mail.ResetPassword.Result;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResetPasswordTest {
    private static final Password NEW_PASSWORD = Password.of("EvenMoreSecure456");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());

    private OutgoingMail forgotten() {
        club.requestLink.request(john.email(), Purpose.RESET);
        return club.mail(MailKind.PASSWORD_RESET, john.email());
    }

    private Result reset(LinkProof proof) {
        return club.resetPassword.reset(proof, NEW_PASSWORD);
    }

    private SignIn.Result signIn(Password password) {
        return club.signIn.signIn(club.stored(john).email(), password, Device.UNKNOWN);
    }

    @Test
    void sets_the_password_with_the_link() {
        assertThat(reset(Club.token(forgotten()))).isEqualTo(new Result.Reset());

        assertThat(signIn(NEW_PASSWORD)).isInstanceOf(SignIn.Result.SignedIn.class);
        assertThat(signIn(Club.PASSWORD)).isInstanceOf(SignIn.Result.WrongCredentials.class);
    }

    @Test
    void sets_the_password_with_the_code() {
        assertThat(reset(Club.code(forgotten()))).isEqualTo(new Result.Reset());
        assertThat(signIn(NEW_PASSWORD)).isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void verifies_the_address_and_ends_every_session() {
        User unverified = club.stored(john);

        reset(Club.token(forgotten()));

        assertThat(club.stored(john).emailVerified()).isTrue();
        assertThat(club.isRevoked(john.id(), unverified.tokenVersion())).isTrue();
    }

    /** Before, a stranger may have had the account. */
    @Test
    void unlinks_other_accounts_if_the_address_was_not_verified() {
        Subject linked = new Subject("github", "666");
        club.identities.link(linked, john.id(), Club.NOW);

        reset(Club.token(forgotten()));
        assertThat(club.identities.find(linked)).isEmpty();

        club.identities.link(linked, john.id(), Club.NOW);
        reset(Club.token(forgotten()));
        assertThat(club.identities.find(linked)).contains(john.id());
    }

    @Test
    void sends_a_notice() {
        reset(Club.token(forgotten()));

        OutgoingMail notice = club.mail(MailKind.PASSWORD_CHANGED, john.email());
        assertThat(notice.variables()).containsEntry("time", "1 June 2025, 12:00 UTC");
    }

    @Test
    void ends_every_other_reset() {
        OutgoingMail first = forgotten();
        OutgoingMail second = forgotten();

        reset(Club.token(second));

        assertThat(reset(Club.token(first))).isEqualTo(new Result.TokenInvalid());
        assertThat(reset(Club.token(second))).isEqualTo(new Result.TokenInvalid());
        assertThat(reset(Club.code(second))).isEqualTo(new Result.TokenInvalid());
    }

    @Test
    void lets_one_of_many_at_once_set_the_password() {
        OutgoingMail mail = forgotten();

        var results = Race.of(8, _ -> reset(Club.token(mail)));

        assertThat(results).filteredOn(Result.Reset.class::isInstance).hasSize(1);
    }

    @Test
    void refuses_an_expired_link() {
        OutgoingMail mail = forgotten();
        club.clock.advance(Duration.ofMinutes(30));

        assertThat(reset(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(reset(Club.code(mail))).isEqualTo(new Result.TokenInvalid());
    }

    @Test
    void looks_for_no_link_while_no_password_can_be_hashed() {
        club.passwords.fill();

        assertThatThrownBy(() -> reset(new LinkProof.Token("unknown"))).isInstanceOf(Unavailable.class);
    }

    @Test
    void hashes_nothing_for_a_wrong_token() {
        int hashed = club.passwords.hashes();

        reset(new LinkProof.Token("unknown"));

        assertThat(club.passwords.hashes()).isEqualTo(hashed);
    }

    @Test
    void refuses_the_link_of_an_inactive_account_and_sends_it_no_mail() {
        OutgoingMail mail = forgotten();
        User admin = club.join(UserFixture.admin());
        club.updateUser.update(
                Club.as(admin),
                new UpdateUser.Command(john.id(), UserChange.NOTHING.withActive(false), null, null, _ -> true));
        int sent = club.mails().size();

        assertThat(reset(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        club.requestLink.request(john.email(), Purpose.RESET);
        assertThat(club.mails()).hasSize(sent);
    }

    @Test
    void refuses_the_link_of_an_address_that_the_account_no_longer_has() {
        OutgoingMail mail = forgotten();
        club.updateUser.update(
                Club.as(john),
                new UpdateUser.Command(
                        john.id(), UserChange.NOTHING.withEmail(new Email("new@example.com")), null, null, _ -> true));

        assertThat(reset(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
    }

    @Test
    void refuses_a_link_that_ends_while_the_password_is_hashed() {
        OutgoingMail mail = forgotten();
        club.useCaseTransactions.beforeNext(() -> {});
        club.useCaseTransactions.beforeNext(() -> club.links.removeAll(john.id(), Purpose.RESET));

        assertThat(reset(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(signIn(Club.PASSWORD)).isInstanceOf(SignIn.Result.SignedIn.class);
    }

    @Test
    void refuses_the_link_of_an_account_that_is_deactivated_while_the_password_is_hashed() {
        OutgoingMail mail = forgotten();
        club.useCaseTransactions.beforeNext(() -> {});
        club.useCaseTransactions.beforeNext(() -> club.users.update(
                club.stored(john).changed(UserChange.NOTHING.withActive(false), club.clock.instant())));

        assertThat(reset(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(club.stored(john).passwordHash()).isEqualTo(john.passwordHash());
    }
}
