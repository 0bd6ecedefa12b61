package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.user.UserFixture;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final User admin = club.join(UserFixture.admin());

    private void change(Actor actor, UserChange change, @Nullable Password password) {
        club.updateUser.update(actor, new UpdateUser.Command(john.id(), change, password, null, _ -> true));
    }

    @Test
    void tells_about_a_new_password() {
        change(Club.as(john), UserChange.NOTHING, Password.of("EvenMoreSecure456"));

        assertThat(club.mails())
                .extracting(OutgoingMail::kind, OutgoingMail::to)
                .containsExactly(Tuple.tuple(MailKind.PASSWORD_CHANGED, john.email()));
    }

    @Test
    void tells_the_previous_address_about_a_new_password() {
        change(
                Club.as(john),
                UserChange.NOTHING.withEmail(new Email("new@example.com")),
                Password.of("EvenMoreSecure456"));

        assertThat(club.mail(MailKind.PASSWORD_CHANGED, john.email())).isNotNull();
    }

    @Test
    void tells_about_a_deactivation_once() {
        change(Club.as(admin), UserChange.NOTHING.withActive(false), null);
        change(Club.as(admin), UserChange.NOTHING.withActive(false), null);

        assertThat(club.mails()).extracting(OutgoingMail::kind).containsExactly(MailKind.ACCOUNT_DEACTIVATED);
    }

    @Test
    void says_nothing_about_other_changes() {
        change(Club.as(john), UserChange.NOTHING.withFullName(new FullName("John A. Smith")), null);

        assertThat(club.mails()).isEmpty();
        assertThat(club.mailSignals).hasValue(0);
    }

    @Test
    void says_after_the_commit_that_there_are_mails() {
        change(Club.as(john), UserChange.NOTHING, Password.of("EvenMoreSecure456"));

        assertThat(club.mailSignals).hasValue(1);
    }
}
