package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxUseCasesTest {
    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final User client = club.join(UserFixture.user());

    private Mail queued() {
        club.requestLink.request(client.email(), Purpose.RESET);
        club.processLinkRequest.process();
        return club.outbox.list(null, null, 1).getFirst();
    }

    private Mail failed() {
        Mail mail = queued();
        club.outbox.attemptNext(club.clock.instant(), _ -> new Outbox.Attempt.Failed("550 no such user"));
        return club.outbox.find(mail.id()).orElseThrow();
    }

    @Test
    void lists_mails_in_pages_for_administrators() {
        queued();
        Mail newest = queued();

        var page = club.listMails.list(Club.as(admin), null, null, 1);

        assertThat(page).isEqualTo(new ListMails.Result.Page(List.of(newest), true));
        assertThat(club.listMails.list(Club.as(admin), MailStatus.FAILED, null, 1))
                .isEqualTo(new ListMails.Result.Page(List.of(), false));
        assertThat(club.listMails.list(Club.as(client), null, null, 1)).isEqualTo(new ListMails.Result.NotAllowed());
    }

    @Test
    void reads_a_mail_for_administrators() {
        Mail mail = queued();

        assertThat(club.getMail.get(Club.as(admin), mail.id())).isEqualTo(new GetMail.Result.Found(mail));
        assertThat(club.getMail.get(Club.as(client), mail.id())).isEqualTo(new GetMail.Result.NotAllowed());
        assertThat(club.getMail.get(Actor.ANONYMOUS, mail.id())).isEqualTo(new GetMail.Result.NotAllowed());
        assertThat(club.getMail.get(Club.as(admin), new MailId(UUID.randomUUID())))
                .isEqualTo(new GetMail.Result.NotFound());
    }

    @Test
    void retries_a_failed_mail() {
        Mail mail = failed();
        int signals = club.mailSignals.get();

        assertThat(club.retryMail.retry(Club.as(admin), mail.id())).isEqualTo(new RetryMail.Result.Queued());
        assertThat(club.mailSignals).as("so that it need not wait").hasValue(signals + 1);
        assertThat(club.mails()).hasSize(1);
    }

    @Test
    void retries_only_what_has_failed() {
        Mail mail = queued();

        assertThat(club.retryMail.retry(Club.as(admin), mail.id())).isEqualTo(new RetryMail.Result.NotFailed());
        assertThat(club.retryMail.retry(Club.as(admin), new MailId(UUID.randomUUID())))
                .isEqualTo(new RetryMail.Result.NotFound());
        assertThat(club.retryMail.retry(Club.as(client), mail.id())).isEqualTo(new RetryMail.Result.NotAllowed());
    }
}
