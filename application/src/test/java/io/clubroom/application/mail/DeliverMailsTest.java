package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.mail.DeliverMails.Result;
import io.clubroom.application.mail.DeliverMails.Server;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Mailer.Outcome;
import io.clubroom.domain.mail.Outbox.Announcement;
import io.clubroom.domain.mail.Outbox.Attempt;
import io.clubroom.domain.mail.Outbox.Audience;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryAbsences;
import io.clubroom.memory.chat.InMemoryNotices;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.mail.MailFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliverMailsTest {
    private static final Outcome SENT = new Outcome.Sent();
    private static final Outcome SERVER_FAULT = new Outcome.Deferred("connection refused", true);

    private final TestClock clock = new TestClock(MailFixture.CREATED_AT);
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryAbsences absences = new InMemoryAbsences(rooms, users);
    private final InMemoryNotices notices = new InMemoryNotices(
            rooms, new InMemoryVisibleRooms(rooms, users), new InMemoryRoomReads(rooms, users), users);
    private final InMemoryOutbox outbox = new InMemoryOutbox(transactions, users);
    private final UnsubscribeTokens unsubscribeTokens =
            new UnsubscribeTokens((purpose, text) -> SecretHash.of(purpose + text));
    private final List<OutgoingMail> sent = new ArrayList<>();
    private Outcome outcome = SENT;

    private final DeliverMails deliverMails = new DeliverMails(
            outbox,
            users,
            absences,
            notices,
            mail -> {
                sent.add(mail);
                return outcome;
            },
            clock,
            unsubscribeTokens,
            () -> "https://club.example");

    private OutgoingMail stored(MailFixture fixture) {
        OutgoingMail mail = fixture.build();
        outbox.add(mail);
        return mail;
    }

    private Mail found(OutgoingMail mail) {
        return outbox.find(mail.id()).orElseThrow();
    }

    private Result deliver(Outcome next) {
        outcome = next;
        return deliverMails.deliverNext();
    }

    private User announced(UserFixture fixture) {
        User user = fixture.build();
        users.add(user);
        outbox.announce(new Announcement("Party", "On Friday"), new Audience.Everybody(), clock.instant());
        return user;
    }

    private void change(User user, UserChange change) {
        transactions.run(() -> users.update(user.changed(change, clock.instant())));
    }

    @Test
    void sends_a_mail_with_what_all_mails_show() {
        OutgoingMail mail = stored(MailFixture.mail().kind(MailKind.WELCOME));

        assertThat(deliver(SENT))
                .isEqualTo(new Result.Attempted(MailKind.WELCOME, new Attempt.Sent(clock.instant()), Server.WORKS));

        assertThat(sent).singleElement().satisfies(handed -> {
            assertThat(handed.id()).isEqualTo(mail.id());
            assertThat(handed.subject()).isEqualTo(mail.subject());
            assertThat(handed.variables())
                    .containsAllEntriesOf(mail.variables())
                    .containsAllEntriesOf(Map.of(
                            "email", "John@Example.com",
                            "public_url", "https://club.example",
                            "product", "Clubroom"));
        });
        assertThat(found(mail).status()).isEqualTo(MailStatus.SENT);
    }

    @Test
    void does_nothing_if_no_mail_is_due() {
        assertThat(deliver(SENT)).isEqualTo(new Result.NothingDue());
        assertThat(sent).isEmpty();
    }

    @Test
    void a_refused_mail_fails_at_once() {
        OutgoingMail mail = stored(MailFixture.mail());

        assertThat(deliver(new Outcome.Refused("550 no such user")))
                .isEqualTo(
                        new Result.Attempted(MailKind.WELCOME, new Attempt.Failed("550 no such user"), Server.WORKS));

        assertThat(found(mail).status()).isEqualTo(MailStatus.FAILED);
        assertThat(found(mail).lastError()).isEqualTo("550 no such user");
    }

    @Test
    void a_deferred_mail_is_tried_again_after_longer_and_longer_pauses_and_fails_in_the_end() {
        OutgoingMail mail = stored(MailFixture.mail());
        List<Duration> pauses = List.of(
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(6),
                Duration.ofHours(24));
        for (Duration pause : pauses) {
            assertThat(deliver(SERVER_FAULT))
                    .isEqualTo(new Result.Attempted(
                            MailKind.WELCOME,
                            new Attempt.Retry(
                                    "connection refused", clock.instant().plus(pause)),
                            Server.FAILS));
            clock.advance(pause.minusNanos(1_000));
            assertThat(deliver(SERVER_FAULT)).isEqualTo(new Result.NothingDue());
            clock.advance(Duration.ofNanos(1_000));
        }

        assertThat(deliver(SERVER_FAULT))
                .isEqualTo(
                        new Result.Attempted(MailKind.WELCOME, new Attempt.Failed("connection refused"), Server.FAILS));

        assertThat(found(mail).attempts()).isEqualTo(8);
        assertThat(found(mail).status()).isEqualTo(MailStatus.FAILED);
        assertThat(sent).hasSize(8);
    }

    @Test
    void a_deferral_of_one_recipient_says_nothing_about_the_server() {
        stored(MailFixture.mail());

        assertThat(deliver(new Outcome.Deferred("450 mailbox busy", false)))
                .isInstanceOfSatisfying(
                        Result.Attempted.class,
                        attempted -> assertThat(attempted.server()).isEqualTo(Server.WORKS));
    }

    @Test
    void a_mail_whose_offer_has_ended_fails_without_being_sent() {
        OutgoingMail mail = stored(MailFixture.mail().expiresAt(clock.instant().plusSeconds(5)));
        clock.advance(Duration.ofSeconds(5));

        assertThat(deliver(SENT))
                .isEqualTo(new Result.Attempted(
                        MailKind.WELCOME, new Attempt.Failed("what the mail offers has ended"), Server.NOT_ASKED));

        assertThat(sent).isEmpty();
        assertThat(found(mail).status()).isEqualTo(MailStatus.FAILED);
    }

    @Test
    void a_mail_whose_offer_has_not_ended_is_sent() {
        stored(MailFixture.mail().expiresAt(clock.instant().plusSeconds(5)));
        clock.advance(Duration.ofSeconds(4));

        deliver(SENT);

        assertThat(sent).hasSize(1);
    }

    @Test
    void an_announcement_greets_its_recipient_and_offers_to_unsubscribe() {
        User user = announced(UserFixture.user().fullName("Zoë Smith"));

        deliver(SENT);

        assertThat(sent)
                .singleElement()
                .satisfies(mail -> assertThat(mail.variables())
                        .containsAllEntriesOf(Map.of(
                                "subject",
                                "Party",
                                "text",
                                "On Friday",
                                "name",
                                "Zoë Smith",
                                "unsubscribe_link",
                                "https://club.example/unsubscribe?token="
                                        + unsubscribeTokens.of(user.id(), Subscription.ANNOUNCEMENTS),
                                "email",
                                user.email().value())));
    }

    @Test
    void an_announcement_is_not_sent_to_those_who_unsubscribed_left_or_were_deactivated_since() {
        User unsubscribed = UserFixture.user().build();
        User removed = UserFixture.user().build();
        users.add(unsubscribed);
        users.add(removed);
        User deactivated = announced(UserFixture.user());
        change(unsubscribed, UserChange.NOTHING.withAnnouncements(false));
        change(deactivated, UserChange.NOTHING.withActive(false));
        users.remove(removed.id());

        for (int i = 0; i < 3; i++) {
            assertThat(deliver(SENT))
                    .isEqualTo(new Result.Attempted(
                            MailKind.ANNOUNCEMENT,
                            new Attempt.Failed("the recipient takes no announcements any more"),
                            Server.NOT_ASKED));
        }

        assertThat(deliver(SENT)).isEqualTo(new Result.NothingDue());
        assertThat(sent).isEmpty();
    }

    @Test
    void a_bug_in_the_mailer_holds_up_no_other_mail() {
        OutgoingMail mail = stored(MailFixture.mail());
        DeliverMails broken = new DeliverMails(
                outbox,
                users,
                absences,
                notices,
                _ -> {
                    throw new IllegalStateException("secret");
                },
                clock,
                unsubscribeTokens,
                () -> "");

        assertThat(broken.deliverNext()).isInstanceOf(Result.Attempted.class);

        assertThat(found(mail).lastError())
                .startsWith("IllegalStateException at " + DeliverMailsTest.class.getName())
                .doesNotContain("secret");
        assertThat(broken.deliverNext()).isEqualTo(new Result.NothingDue());
    }

    @Test
    void keeps_the_reason_short_and_in_one_line() {
        OutgoingMail mail = stored(MailFixture.mail());

        deliver(new Outcome.Refused("550 no\r\n\0" + "𝒜".repeat(600)));

        assertThat(found(mail).lastError())
                .startsWith("550 no 𝒜")
                .hasSizeBetween(498, 500)
                .endsWith("𝒜");
    }
}
