package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.mail.VerifyEmail.Result;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.Race;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerifyEmailTest {
    private static final Email JOHN = new Email("john@example.com");

    private final Club club = new Club();
    private final User john = register();
    private final OutgoingMail mail = club.mail(MailKind.VERIFICATION, JOHN);

    private User register() {
        club.createUser.create(
                Actor.ANONYMOUS,
                new CreateUser.Command(
                        new Username("jsmith"), JOHN, Club.PASSWORD, new FullName("John Smith"), Role.CLIENT));
        return club.users.findByEmail(JOHN).orElseThrow();
    }

    private Result verify(LinkProof proof) {
        return club.verifyEmail.verify(proof);
    }

    private boolean isVerified() {
        return club.stored(john).emailVerified();
    }

    private static LinkProof.Code wrong(LinkProof.Code code) {
        return new LinkProof.Code(code.email(), code.code().equals("000000") ? "000001" : "000000");
    }

    @Test
    void verifies_with_the_link_of_the_registration() {
        assertThat(verify(Club.token(mail))).isEqualTo(new Result.Verified());

        assertThat(isVerified()).isTrue();
        assertThat(club.stored(john).version()).isEqualTo(john.version() + 1);
        assertThat(club.stored(john).tokenVersion()).isEqualTo(john.tokenVersion());
    }

    @Test
    void verifies_with_the_code() {
        assertThat(verify(Club.code(mail))).isEqualTo(new Result.Verified());
        assertThat(isVerified()).isTrue();
    }

    @Test
    void says_how_long_the_link_is_valid() {
        assertThat(mail.variables()).containsEntry("hours", "24").containsEntry("name", "John Smith");
        assertThat(mail.expiresAt()).isEqualTo(Club.NOW.plus(Duration.ofHours(24)));
        assertThat(mail.variables().get("link")).startsWith("https://club.example.com/verify-email?token=");
    }

    @Test
    void accepts_a_link_once() {
        verify(Club.token(mail));

        assertThat(verify(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(verify(Club.code(mail))).isEqualTo(new Result.TokenInvalid());
    }

    @Test
    void accepts_a_link_from_one_of_many_at_once() {
        var results = Race.of(8, _ -> verify(Club.token(mail)));

        assertThat(results).filteredOn(Result.Verified.class::isInstance).hasSize(1);
        assertThat(club.mails())
                .filteredOn(sent -> sent.kind() == MailKind.WELCOME)
                .hasSize(1);
    }

    @Test
    void refuses_what_it_does_not_know() {
        assertThat(verify(new LinkProof.Token("unknown"))).isEqualTo(new Result.TokenInvalid());
        assertThat(verify(new LinkProof.Code(new Email("nobody@example.com"), "123456")))
                .isEqualTo(new Result.TokenInvalid());
        assertThat(verify(wrong(Club.code(mail)))).isEqualTo(new Result.TokenInvalid());
        assertThat(isVerified()).isFalse();
    }

    @Test
    void refuses_an_expired_link() {
        club.clock.advance(Duration.ofHours(24));

        assertThat(verify(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(verify(Club.code(mail))).isEqualTo(new Result.TokenInvalid());
    }

    @Test
    void accepts_a_link_until_it_expires() {
        club.clock.advance(Duration.ofHours(24).minusMillis(1));

        assertThat(verify(Club.token(mail))).isEqualTo(new Result.Verified());
    }

    @Test
    void refuses_the_link_of_an_address_that_the_account_no_longer_has() {
        club.updateUser.update(
                Club.as(john),
                new UpdateUser.Command(
                        john.id(), UserChange.NOTHING.withEmail(new Email("new@example.com")), null, null, _ -> true));

        assertThat(verify(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(isVerified()).isFalse();
        assertThat(verify(Club.token(club.mail(MailKind.VERIFICATION, new Email("new@example.com")))))
                .isEqualTo(new Result.Verified());
    }

    @Test
    void refuses_links_for_other_purposes() {
        club.requestLink.request(JOHN, Purpose.RESET);

        assertThat(verify(Club.token(club.mail(MailKind.PASSWORD_RESET, JOHN)))).isEqualTo(new Result.TokenInvalid());
        assertThat(verify(Club.code(club.mail(MailKind.PASSWORD_RESET, JOHN)))).isEqualTo(new Result.TokenInvalid());
    }

    @Test
    void voids_the_code_after_five_wrong_tries_but_not_the_link() {
        for (int i = 0; i < AccountLink.MAX_WRONG_CODES; i++) {
            verify(wrong(Club.code(mail)));
        }

        assertThat(verify(Club.code(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(verify(Club.token(mail))).isEqualTo(new Result.Verified());
    }

    @Test
    void accepts_the_code_after_four_wrong_tries() {
        for (int i = 1; i < AccountLink.MAX_WRONG_CODES; i++) {
            verify(wrong(Club.code(mail)));
        }

        assertThat(verify(Club.code(mail))).isEqualTo(new Result.Verified());
    }

    @Test
    void voids_older_codes_but_not_older_links_with_a_newer_mail() {
        club.requestLink.request(JOHN, Purpose.VERIFICATION);
        OutgoingMail newer = club.mail(MailKind.VERIFICATION, JOHN);

        assertThat(verify(Club.code(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(verify(Club.token(mail))).isEqualTo(new Result.Verified());
        assertThat(newer).isNotEqualTo(mail);
    }

    @Test
    void changes_nothing_with_the_second_of_two_links() {
        club.requestLink.request(JOHN, Purpose.VERIFICATION);
        OutgoingMail newer = club.mail(MailKind.VERIFICATION, JOHN);
        verify(Club.token(newer));
        User verified = club.stored(john);
        club.clock.advance(Duration.ofSeconds(1));

        assertThat(verify(Club.token(mail))).isEqualTo(new Result.Verified());

        assertThat(club.stored(john)).isEqualTo(verified);
    }

    @Test
    void welcomes_the_user_once() {
        verify(Club.token(mail));
        club.updateUser.update(
                Club.as(john),
                new UpdateUser.Command(
                        john.id(), UserChange.NOTHING.withEmail(new Email("new@example.com")), null, null, _ -> true));
        verify(Club.token(club.mail(MailKind.VERIFICATION, new Email("new@example.com"))));

        assertThat(club.mails())
                .filteredOn(sent -> sent.kind() == MailKind.WELCOME)
                .extracting(OutgoingMail::to)
                .containsExactly(JOHN);
    }

    @Test
    void sends_a_mail_to_those_who_ask_for_it_and_need_it_only() {
        int signals = club.mailSignals.get();
        club.requestLink.request(JOHN, Purpose.VERIFICATION);
        club.requestLink.request(new Email("nobody@example.com"), Purpose.VERIFICATION);
        assertThat(club.mailSignals).as("so that they need not wait").hasValue(signals + 2);
        assertThat(club.mails()).hasSize(2);

        verify(Club.token(mail));
        int sent = club.mails().size();
        club.requestLink.request(JOHN, Purpose.VERIFICATION);
        assertThat(club.mails()).hasSize(sent);
    }

    @Test
    void describes_a_link_without_using_it() {
        for (int i = 0; i < 2; i++) {
            assertThat(club.describeLink.describe(Club.token(mail), Purpose.VERIFICATION))
                    .isEqualTo(new DescribeLink.Result.Valid(john.username(), JOHN));
        }
        assertThat(isVerified()).isFalse();
        assertThat(club.describeLink.describe(new LinkProof.Token("unknown"), Purpose.VERIFICATION))
                .isEqualTo(new DescribeLink.Result.Invalid());
    }

    @Test
    void lets_the_owner_of_the_address_disown_the_account() {
        Subject linked = new Subject("github", "666");
        club.identities.link(linked, john.id(), Club.NOW);

        var result = club.disownAccount.disown(Club.token(mail));

        assertThat(result).isEqualTo(new DisownAccount.Result.Disowned());
        assertThat(club.stored(john).passwordHash()).isNull();
        assertThat(club.identities.find(linked)).isEmpty();
        assertThat(club.stored(john).emailVerified()).isFalse();
        assertThat(club.isRevoked(john.id(), john.tokenVersion())).isTrue();
        assertThat(verify(Club.token(mail))).isEqualTo(new Result.TokenInvalid());
        assertThat(club.disownAccount.disown(Club.token(mail))).isEqualTo(new DisownAccount.Result.TokenInvalid());
    }
}
