package io.clubroom.testkit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.Outbox.Announcement;
import io.clubroom.domain.mail.Outbox.Attempt;
import io.clubroom.domain.mail.Outbox.Attempted;
import io.clubroom.domain.mail.Outbox.Audience;
import io.clubroom.domain.mail.Outbox.DueMail;
import io.clubroom.domain.mail.Outbox.Position;
import io.clubroom.domain.mail.Outbox.Waiting;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The contract of {@link Outbox}. The store is empty when a test begins. */
public interface OutboxContract {
    Instant NOW = MailFixture.CREATED_AT;
    Attempt SENT = new Attempt.Sent(NOW.plusSeconds(1));

    Outbox outbox();

    Users users();

    Transactions transactions();

    private OutgoingMail stored(MailFixture fixture) {
        OutgoingMail mail = fixture.build();
        outbox().add(mail);
        return mail;
    }

    private OutgoingMail stored() {
        return stored(MailFixture.mail());
    }

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    /** Attempts the next mail with this outcome; returns null if none is due. */
    private @Nullable DueMail attempt(Instant now, Attempt outcome) {
        List<DueMail> seen = new ArrayList<>();
        outbox().attemptNext(now, due -> {
            seen.add(due);
            return outcome;
        });
        return seen.isEmpty() ? null : seen.getFirst();
    }

    /** Sends everything that is due; returns the mails in their order. */
    private List<DueMail> sendAll(Instant now) {
        List<DueMail> all = new ArrayList<>();
        for (DueMail due = attempt(now, SENT); due != null; due = attempt(now, SENT)) {
            all.add(due);
        }
        return all;
    }

    private Mail found(OutgoingMail mail) {
        return outbox().find(mail.id()).orElseThrow();
    }

    private static Mail mail(
            OutgoingMail mail, MailStatus status, int attempts, @Nullable String lastError, @Nullable Instant sentAt) {
        return new Mail(
                mail.id(),
                mail.kind(),
                mail.to(),
                mail.subject(),
                status,
                attempts,
                lastError,
                mail.createdAt(),
                sentAt);
    }

    // attempts

    @Test
    default void a_mail_is_due_at_once_with_every_field() {
        OutgoingMail mail =
                stored(MailFixture.mail().kind(MailKind.PASSWORD_RESET).expiresAt(NOW.plusSeconds(60)));

        assertThat(found(mail)).isEqualTo(mail(mail, MailStatus.QUEUED, 0, null, null));
        assertThat(attempt(NOW, SENT)).isEqualTo(new DueMail(mail, 0, null));
    }

    @Test
    default void a_mail_may_name_its_recipient() {
        User user = stored(UserFixture.user());
        OutgoingMail mail = MailFixture.mail().kind(MailKind.UNREAD_MESSAGES).build();

        outbox().add(mail, user.id());

        assertThat(attempt(NOW, SENT)).isEqualTo(new DueMail(mail, 0, user.id()));
    }

    @Test
    default void a_mail_of_every_kind_can_be_sent() {
        for (MailKind kind : MailKind.values()) {
            OutgoingMail mail = stored(MailFixture.mail().kind(kind));
            assertThat(attempt(NOW, SENT)).isEqualTo(new DueMail(mail, 0, null));
        }
    }

    @Test
    default void tells_what_became_of_a_mail() {
        stored(MailFixture.mail().kind(MailKind.INVITATION));

        assertThat(outbox().attemptNext(NOW, _ -> SENT)).contains(new Attempted(MailKind.INVITATION, SENT));
        assertThat(outbox().attemptNext(NOW, _ -> SENT)).isEmpty();
    }

    @Test
    default void a_sent_mail_is_not_due_again() {
        OutgoingMail mail = stored();

        attempt(NOW, SENT);

        assertThat(attempt(NOW.plusSeconds(1_000_000), SENT)).isNull();
        assertThat(found(mail)).isEqualTo(mail(mail, MailStatus.SENT, 1, null, NOW.plusSeconds(1)));
    }

    @Test
    default void a_failed_mail_is_not_due_again() {
        OutgoingMail mail = stored();

        attempt(NOW, new Attempt.Failed("550 no such mailbox"));

        assertThat(attempt(NOW.plusSeconds(1_000_000), SENT)).isNull();
        assertThat(found(mail)).isEqualTo(mail(mail, MailStatus.FAILED, 1, "550 no such mailbox", null));
    }

    @Test
    default void a_postponed_mail_is_due_at_its_time_with_the_number_of_attempts() {
        OutgoingMail mail = stored();
        Instant next = NOW.plusSeconds(10);

        attempt(NOW, new Attempt.Retry("450 try later", next));

        assertThat(found(mail)).isEqualTo(mail(mail, MailStatus.QUEUED, 1, "450 try later", null));
        assertThat(attempt(next.minus(1, ChronoUnit.MICROS), SENT)).isNull();
        assertThat(attempt(next, SENT)).isEqualTo(new DueMail(mail, 1, null));
        assertThat(found(mail)).isEqualTo(mail(mail, MailStatus.SENT, 2, "450 try later", NOW.plusSeconds(1)));
    }

    @Test
    default void mails_are_due_in_their_order_announcements_last() {
        OutgoingMail announcement =
                stored(MailFixture.mail().kind(MailKind.ANNOUNCEMENT).createdAt(NOW.minusSeconds(9)));
        OutgoingMail second = stored();
        OutgoingMail first = stored(MailFixture.mail().createdAt(NOW.minusSeconds(1)));
        stored(MailFixture.mail().createdAt(NOW.plusSeconds(1)));

        assertThat(sendAll(NOW)).extracting(DueMail::mail).containsExactly(first, second, announcement);
    }

    @Test
    default void a_mail_that_is_being_attempted_is_skipped_by_others() {
        OutgoingMail first = stored(MailFixture.mail().createdAt(NOW.minusSeconds(1)));
        OutgoingMail second = stored();
        List<@Nullable DueMail> others = new ArrayList<>();

        outbox().attemptNext(NOW, due -> {
            assertThat(due.mail()).isEqualTo(first);
            others.add(Rival.start(() -> Optional.ofNullable(attempt(NOW, SENT)))
                    .result()
                    .orElse(null));
            others.add(Rival.start(() -> Optional.ofNullable(attempt(NOW, SENT)))
                    .result()
                    .orElse(null));
            return SENT;
        });

        assertThat(others).containsExactly(new DueMail(second, 0, null), null);
    }

    @RepeatedTest(3)
    default void of_10_concurrent_callers_each_gets_another_mail() {
        List<OutgoingMail> mails = IntStream.range(0, 8).mapToObj(_ -> stored()).toList();
        List<OutgoingMail> seen = Collections.synchronizedList(new ArrayList<>());

        List<Boolean> attempted = Race.of(
                10,
                _ -> outbox().attemptNext(NOW, due -> {
                            seen.add(due.mail());
                            return SENT;
                        })
                        .isPresent());

        assertThat(seen).doesNotHaveDuplicates();
        // A mail may be locked for the moment of a look at it, and be skipped.
        sendAll(NOW).forEach(due -> seen.add(due.mail()));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(mails);
        assertThat(attempted).contains(true);
    }

    @Test
    default void an_attempt_holds_up_nobody_and_can_read() {
        User user = stored(UserFixture.user());
        stored();

        outbox().attemptNext(NOW, _ -> {
            assertThat(users().find(user.id())).contains(user);
            boolean done = Rival.start(() -> transactions().call(() -> {
                        stored(UserFixture.user());
                        stored();
                        return outbox().waiting().mails() > 0;
                    }))
                    .result();
            return done ? SENT : new Attempt.Failed("held up");
        });

        assertThat(outbox().list(MailStatus.SENT, null, 10)).hasSize(1);
    }

    @Test
    default void a_mail_whose_attempt_throws_is_due_as_before() {
        OutgoingMail mail = stored();
        RuntimeException failure = new IllegalStateException("on purpose");

        assertThatThrownBy(() -> outbox().attemptNext(NOW, _ -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(found(mail)).isEqualTo(mail(mail, MailStatus.QUEUED, 0, null, null));
        assertThat(attempt(NOW, SENT)).isEqualTo(new DueMail(mail, 0, null));
    }

    // by hand

    @Test
    default void a_failed_mail_can_be_made_due_as_if_it_had_not_been_tried() {
        OutgoingMail mail = stored();
        attempt(NOW, new Attempt.Failed("550 no"));
        Instant later = NOW.plusSeconds(60);

        assertThat(outbox().retry(mail.id(), later)).isTrue();

        assertThat(found(mail)).isEqualTo(mail(mail, MailStatus.QUEUED, 0, null, null));
        assertThat(attempt(later.minusSeconds(1), SENT)).isNull();
        assertThat(attempt(later, SENT)).isEqualTo(new DueMail(mail, 0, null));
    }

    @Test
    default void only_a_failed_mail_can_be_made_due() {
        OutgoingMail queued = stored();

        assertThat(outbox().retry(queued.id(), NOW)).isFalse();
        attempt(NOW, SENT);
        assertThat(outbox().retry(queued.id(), NOW)).isFalse();
        assertThat(outbox().retry(new MailId(UUID.randomUUID()), NOW)).isFalse();
    }

    @Test
    default void one_of_8_concurrent_callers_makes_a_failed_mail_due() {
        OutgoingMail mail = stored();
        attempt(NOW, new Attempt.Failed("550 no"));

        assertThat(Race.of(8, _ -> outbox().retry(mail.id(), NOW))).containsOnlyOnce(true);
    }

    // announcements

    @Test
    default void announces_to_active_users_who_take_announcements() {
        User client = stored(UserFixture.user());
        User trainer = stored(UserFixture.user().role(Role.TRAINER));
        stored(UserFixture.user().inactive());
        stored(UserFixture.user().withoutAnnouncements());
        Announcement announcement = new Announcement("Summer = party", "Bring\nfriends 🎉");

        assertThat(outbox().announce(announcement, new Audience.Everybody(), NOW))
                .isEqualTo(2);

        List<DueMail> sent = sendAll(NOW);
        assertThat(sent)
                .extracting(due -> due.mail().to(), DueMail::recipient)
                .containsExactlyInAnyOrder(tuple(client.email(), client.id()), tuple(trainer.email(), trainer.id()));
        assertThat(sent).allSatisfy(due -> {
            assertThat(due.mail().kind()).isEqualTo(MailKind.ANNOUNCEMENT);
            assertThat(due.mail().subject()).isEqualTo("Summer = party");
            assertThat(due.mail().variables())
                    .isEqualTo(Map.of("subject", "Summer = party", "text", "Bring\nfriends 🎉"));
            assertThat(due.mail().expiresAt()).isNull();
            assertThat(due.mail().createdAt()).isEqualTo(NOW);
        });
    }

    @Test
    default void announces_to_a_role_or_to_listed_users_only() {
        User client = stored(UserFixture.user());
        User trainer = stored(UserFixture.user().role(Role.TRAINER));
        User inactive = stored(UserFixture.user().inactive());
        Announcement announcement = new Announcement("Hello", "there");

        assertThat(outbox().announce(announcement, new Audience.WithRole(Role.TRAINER), NOW))
                .isEqualTo(1);
        assertThat(sendAll(NOW)).extracting(DueMail::recipient).containsExactly(trainer.id());
        assertThat(outbox().announce(announcement, new Audience.Listed(Set.of(client.id(), inactive.id())), NOW))
                .isEqualTo(1);
        assertThat(sendAll(NOW)).extracting(DueMail::recipient).containsExactly(client.id());
        assertThat(outbox().announce(announcement, new Audience.Listed(Set.of()), NOW))
                .isZero();
        assertThat(sendAll(NOW)).isEmpty();
    }

    @Test
    default void a_failed_announcement_can_be_sent_after_all_others_were() {
        stored(UserFixture.user());
        stored(UserFixture.user());
        outbox().announce(new Announcement("Hello", "there"), new Audience.Everybody(), NOW);
        attempt(NOW, new Attempt.Failed("550 no"));
        sendAll(NOW);
        outbox().removeOld(NOW.minusSeconds(1));

        Mail failed = outbox().list(MailStatus.FAILED, null, 10).getFirst();
        outbox().retry(failed.id(), NOW);

        assertThat(sendAll(NOW))
                .extracting(due -> due.mail().variables().get("text"))
                .containsExactly("there");
    }

    // lists

    @Test
    default void lists_in_pages_newest_first_by_status() {
        List<OutgoingMail> mails = IntStream.range(0, 6)
                .mapToObj(i -> stored(MailFixture.mail().createdAt(NOW.minusSeconds(i / 3))))
                .sorted((one, other) -> one.createdAt().equals(other.createdAt())
                        ? other.id().toString().compareTo(one.id().toString())
                        : other.createdAt().compareTo(one.createdAt()))
                .toList();
        List<MailId> expected = mails.stream().map(OutgoingMail::id).toList();

        List<Mail> listed = new ArrayList<>(outbox().list(null, null, 4));
        Mail last = listed.getLast();
        listed.addAll(outbox().list(null, new Position(last.createdAt(), last.id()), 4));
        assertThat(listed).extracting(Mail::id).isEqualTo(expected);
        assertThat(listed).first().isEqualTo(found(mails.getFirst()));

        attempt(NOW, SENT);
        attempt(NOW, new Attempt.Failed("550 no"));
        assertThat(outbox().list(MailStatus.SENT, null, 10)).hasSize(1);
        assertThat(outbox().list(MailStatus.FAILED, null, 10)).hasSize(1);
        List<MailId> queued = outbox().list(MailStatus.QUEUED, null, 10).stream()
                .map(Mail::id)
                .toList();
        assertThat(queued)
                .hasSize(4)
                .isEqualTo(expected.stream().filter(queued::contains).toList());
        Mail first = outbox().list(MailStatus.QUEUED, null, 1).getFirst();
        assertThat(outbox().list(MailStatus.QUEUED, new Position(first.createdAt(), first.id()), 2))
                .extracting(Mail::id)
                .isEqualTo(queued.subList(1, 3));
    }

    @Test
    default void finds_no_unknown_mail() {
        stored();

        assertThat(outbox().find(new MailId(UUID.randomUUID()))).isEmpty();
    }

    @Test
    default void tells_how_many_mails_wait_and_since_when() {
        assertThat(outbox().waiting()).isEqualTo(new Waiting(0, null));
        stored();
        stored(MailFixture.mail().createdAt(NOW.minusSeconds(5)));
        stored(MailFixture.mail().createdAt(NOW.minusSeconds(9)));

        attempt(NOW, SENT);

        assertThat(outbox().waiting()).isEqualTo(new Waiting(2, NOW.minusSeconds(5)));
    }

    @Test
    default void removes_old_mails_that_are_not_queued() {
        OutgoingMail sent = stored(MailFixture.mail().createdAt(NOW.minusSeconds(5)));
        attempt(NOW, SENT);
        OutgoingMail failed = stored(MailFixture.mail().createdAt(NOW.minusSeconds(4)));
        attempt(NOW, new Attempt.Failed("550 no"));
        OutgoingMail then = stored();
        attempt(NOW, SENT);
        OutgoingMail queued = stored(MailFixture.mail().createdAt(NOW.minusSeconds(3)));

        outbox().removeOld(NOW);

        assertThat(outbox().find(sent.id())).isEmpty();
        assertThat(outbox().find(failed.id())).isEmpty();
        assertThat(outbox().find(then.id())).isPresent();
        assertThat(outbox().find(queued.id())).isPresent();
    }

    @Test
    default void a_rollback_undoes_everything() {
        stored(UserFixture.user());
        OutgoingMail failed = stored();
        attempt(NOW, new Attempt.Failed("550 no"));
        OutgoingMail added = MailFixture.mail().build();
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    outbox().retry(failed.id(), NOW);
                    outbox().removeOld(NOW.plusSeconds(1));
                    outbox().add(added);
                    outbox().announce(new Announcement("Hello", "there"), new Audience.Everybody(), NOW);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(outbox().list(null, null, 10)).containsExactly(mail(failed, MailStatus.FAILED, 1, "550 no", null));
    }
}
