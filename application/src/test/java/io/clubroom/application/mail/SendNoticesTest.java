package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.chat.Absences.Change;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.NoticeDelay;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Mailer;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryAbsences;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryNotices;
import io.clubroom.memory.chat.InMemoryRoomMembers;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a message to the mail that tells of it. */
class SendNoticesTest {
    private static final Duration DELAY = Duration.ofMinutes(15);
    private static final Mailer.Outcome SENT = new Mailer.Outcome.Sent();
    private static final NodeId NODE = new NodeId(new UUID(1, 1));

    private final TestClock clock = new TestClock(Instant.parse("2026-11-28T18:30:00Z"));
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions, clock);
    private final InMemoryRoomReads reads = new InMemoryRoomReads(rooms, users);
    private final InMemoryRoomMembers members = new InMemoryRoomMembers(rooms, users);
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users);
    private final InMemoryAbsences absences = new InMemoryAbsences(rooms, users);
    private final InMemoryNotices notices =
            new InMemoryNotices(rooms, new InMemoryVisibleRooms(rooms, users), reads, users);
    private final InMemoryOutbox outbox = new InMemoryOutbox(transactions, users);
    private final UnsubscribeTokens tokens = new UnsubscribeTokens((purpose, text) -> SecretHash.of(purpose + text));
    private final AtomicInteger signals = new AtomicInteger();
    private final List<OutgoingMail> sent = new ArrayList<>();
    private Mailer.Outcome outcome = SENT;

    private final SendNotices sendNotices = new SendNotices(
            transactions,
            absences,
            notices,
            users,
            outbox,
            (kind, variables) -> kind.text() + variables.get("room") + variables.get("messages"),
            new NoticeDelay(DELAY),
            clock,
            UUID::randomUUID,
            signals::incrementAndGet);
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
            tokens,
            () -> "https://club.example");

    private final User john = stored(UserFixture.user().verified().fullName("John Smith"));
    private final User mary = stored(UserFixture.user().fullName("Mary Jones"));
    private final RoomId room = aRoom(RoomKind.DIRECT);

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users.add(user);
        return user;
    }

    private RoomId aRoom(RoomKind kind) {
        RoomId id = new RoomId("room-" + UUID.randomUUID());
        DirectUsers both = DirectUsers.of(john.id(), List.of(mary.id()));
        rooms.add(new Room(id, new RoomName("Board"), kind, clock.instant()), kind == RoomKind.DIRECT ? both : null);
        members.add(id, both.ids(), RoomRole.MEMBER, clock.instant());
        return id;
    }

    private RoomChange append(ChangeDraft draft) {
        return ((Outcome.Stored) messages.append(List.of(draft)).getFirst()).change();
    }

    private Message say(RoomId where, String text) {
        return ((RoomChange.Posted) append(new Draft(
                        new MessageId(UUID.randomUUID()),
                        where,
                        mary.id(),
                        0,
                        new MessageText(text),
                        null,
                        clock.instant())))
                .message();
    }

    private void edit(Message message, String text) {
        append(new ChangeDraft.Edit(
                room, message.id(), mary.id(), 0, new MessageText(text), EditWindow.DEFAULT, null, clock.instant()));
    }

    private void delete(Message message) {
        append(new ChangeDraft.Deletion(room, message.id(), mary.id(), 0, null, clock.instant()));
    }

    private void change(UserChange change) {
        transactions.run(() -> users.update(users.find(john.id()).orElseThrow().changed(change, clock.instant())));
    }

    private void connect() {
        absences.report(NODE, List.of(new Change(john.id(), true, true)), clock.instant());
    }

    private void disconnect() {
        absences.report(NODE, List.of(new Change(john.id(), false, false)), clock.instant());
    }

    private void queue() {
        while (!sendNotices.send().isComplete()) {}
    }

    private void deliver() {
        while (!(deliverMails.deliverNext() instanceof DeliverMails.Result.NothingDue)) {}
    }

    /** Sends what is to be sent, and returns what the mails say. */
    private List<String> mails() {
        sent.clear();
        queue();
        deliver();
        return sent.stream()
                .map(mail -> String.valueOf(mail.variables().get("messages")))
                .toList();
    }

    private Mail lastMail() {
        return outbox.list(null, null, 1).getFirst();
    }

    @Test
    void tells_of_messages_that_are_unread_for_so_long() {
        say(room, "Can you come?\nPlease.");
        clock.advance(DELAY.minusSeconds(1));
        assertThat(mails()).isEmpty();
        assertThat(signals).hasValue(0);
        clock.advance(Duration.ofSeconds(1));

        assertThat(mails()).hasSize(1);

        assertThat(signals).as("so that the mail need not wait").hasValue(1);
        OutgoingMail mail = sent.getFirst();
        assertThat(mail.kind()).isEqualTo(MailKind.UNREAD_MESSAGES);
        assertThat(mail.to()).isEqualTo(john.email());
        assertThat(mail.subject()).as("administrators see it").isEqualTo("unread_messages");
        assertThat(mail.variables())
                .containsEntry("name", "John Smith")
                .containsEntry("room", "Mary Jones")
                .containsEntry("messages", "Mary Jones, 28 November 2026, 18:30 UTC:\nCan you come?\nPlease.")
                .containsEntry("more", "")
                .containsEntry(
                        "unsubscribe_link",
                        "https://club.example/unsubscribe?token=" + tokens.of(john.id(), Subscription.UNREAD_MESSAGES));
        assertThat(mails()).isEmpty();
    }

    @Test
    void shows_the_first_five_and_how_many_more() {
        for (int i = 1; i <= 7; i++) {
            say(room, "number " + i);
        }
        clock.advance(DELAY);

        assertThat(mails()).hasSize(1);

        assertThat(sent.getFirst().variables().get("messages"))
                .contains("number 5")
                .doesNotContain("number 6");
        assertThat(sent.getFirst().variables().get("more")).isEqualTo("2");
    }

    @Test
    void tells_of_mentions_in_other_rooms() {
        RoomId board = aRoom(RoomKind.PRIVATE);
        say(board, "hello");
        clock.advance(DELAY);
        assertThat(mails()).isEmpty();
        say(board, "hello @" + john.username());
        clock.advance(DELAY);

        assertThat(mails()).hasSize(1);

        assertThat(sent.getFirst().variables()).containsEntry("room", "Board");
    }

    @Test
    void tells_nobody_who_is_connected_or_was_a_short_time_ago() {
        connect();
        say(room, "hello");
        clock.advance(DELAY);
        assertThat(mails()).isEmpty();

        disconnect();
        clock.advance(DELAY.minusSeconds(1));
        assertThat(mails()).isEmpty();
        connect();
        clock.advance(Duration.ofSeconds(1));
        assertThat(mails()).isEmpty();
        disconnect();
        clock.advance(DELAY);
        assertThat(mails()).hasSize(1);
    }

    @Test
    void an_absence_counts_from_its_beginning_even_if_what_is_unread_is_older() {
        say(room, "hello");
        clock.advance(DELAY);
        connect();
        disconnect();
        assertThat(mails()).isEmpty();
        clock.advance(DELAY);
        assertThat(mails()).hasSize(1);
    }

    @Test
    void sends_one_mail_for_a_room_and_absence() {
        say(room, "first");
        clock.advance(DELAY);
        assertThat(mails()).hasSize(1);
        say(room, "second");
        say(aRoom(RoomKind.PRIVATE), "for @" + john.username());
        clock.advance(DELAY);
        assertThat(mails()).singleElement().asString().contains("for @");
    }

    @Test
    void tells_in_the_next_absence_of_what_no_mail_told() {
        say(room, "first");
        clock.advance(DELAY);
        assertThat(mails()).hasSize(1);
        say(room, "second");
        connect();
        disconnect();
        clock.advance(DELAY);

        assertThat(mails()).singleElement().asString().contains("second").doesNotContain("first");

        connect();
        disconnect();
        clock.advance(DELAY);
        assertThat(mails()).isEmpty();
    }

    @Test
    void a_message_that_is_newer_waits_for_its_time() {
        Message first = say(room, "first");
        clock.advance(Duration.ofMinutes(1));
        say(room, "second");
        queue();
        delete(first);
        clock.advance(DELAY.minusMinutes(1));
        assertThat(mails()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(mails()).singleElement().asString().contains("second");
    }

    @Test
    void shows_messages_as_they_are_when_it_is_sent() {
        Message first = say(room, "first");
        Message second = say(room, "second");
        clock.advance(DELAY);
        queue();

        edit(first, "edited");
        delete(second);
        say(room, "third");

        assertThat(mails())
                .singleElement()
                .asString()
                .contains("edited", "third")
                .doesNotContain("first", "second");
    }

    private enum Meanwhile {
        READ,
        DELETED,
        REMOVED,
        CONNECTED,
        AWAY_AGAIN,
        UNSUBSCRIBED,
        DEACTIVATED,
        OTHER_ADDRESS,
        USER_REMOVED
    }

    @ParameterizedTest
    @EnumSource
    void is_not_sent_if_there_is_nothing_to_tell_any_more(Meanwhile what) {
        Message message = say(room, "hello");
        clock.advance(DELAY);
        queue();

        switch (what) {
            case READ -> reads.read(john.id(), room, message.seq());
            case DELETED -> delete(message);
            case REMOVED -> members.remove(room, john.id());
            case CONNECTED -> connect();
            case AWAY_AGAIN -> {
                connect();
                disconnect();
            }
            case UNSUBSCRIBED -> change(UserChange.NOTHING.withEmailNotices(EmailNotices.OFF));
            case DEACTIVATED -> change(UserChange.NOTHING.withActive(false));
            case OTHER_ADDRESS -> {
                change(UserChange.NOTHING.withEmail(new Email("other@example.com")));
                transactions.run(
                        () -> users.update(users.find(john.id()).orElseThrow().verified(clock.instant())));
            }
            case USER_REMOVED -> users.remove(john.id());
        }

        assertThat(mails()).isEmpty();
        assertThat(lastMail().status()).isEqualTo(MailStatus.FAILED);
        assertThat(lastMail().lastError()).isEqualTo("there is nothing to tell any more");
    }

    @Test
    void a_mail_that_told_nothing_takes_the_place_of_no_other() {
        Message first = say(room, "first");
        clock.advance(DELAY);
        queue();
        delete(first);
        assertThat(mails()).isEmpty();

        say(room, "second");
        clock.advance(DELAY);

        assertThat(mails()).hasSize(1);
    }

    @Test
    void a_mail_that_cannot_be_sent_is_written_anew_each_time() {
        outcome = new Mailer.Outcome.Deferred("connection refused", true);
        Message message = say(room, "first");
        clock.advance(DELAY);
        assertThat(mails()).hasSize(1);
        edit(message, "edited");
        outcome = SENT;
        clock.advance(Duration.ofSeconds(10));

        assertThat(mails()).singleElement().asString().contains("edited");
        assertThat(lastMail().attempts()).isEqualTo(2);
    }

    @Test
    void what_a_mail_could_not_tell_is_told_in_the_next_absence() {
        outcome = new Mailer.Outcome.Refused("550 mailbox full");
        say(room, "first");
        clock.advance(DELAY);
        assertThat(mails()).hasSize(1);
        outcome = SENT;
        say(room, "second");
        clock.advance(DELAY);
        assertThat(mails()).isEmpty();
        connect();
        disconnect();
        clock.advance(DELAY);

        assertThat(mails()).singleElement().asString().contains("first", "second");
    }

    @Test
    void a_mail_that_an_administrator_sends_again_tells_nothing_twice() {
        outcome = new Mailer.Outcome.Refused("550 mailbox full");
        say(room, "first");
        clock.advance(DELAY);
        mails();
        outcome = SENT;
        outbox.retry(lastMail().id(), clock.instant());
        assertThat(mails()).hasSize(1);
        say(room, "second");
        clock.advance(DELAY);
        assertThat(mails()).isEmpty();
    }

    @Test
    void whose_address_is_not_verified_or_who_wants_none_gets_none() {
        User anna = stored(UserFixture.user());
        User ben = stored(UserFixture.user().verified().withoutEmailNotices());
        RoomId board = aRoom(RoomKind.PRIVATE);
        members.add(board, List.of(anna.id(), ben.id()), RoomRole.MEMBER, clock.instant());
        say(board, "for @" + anna.username() + " and @" + ben.username());
        clock.advance(DELAY);

        assertThat(mails()).isEmpty();
        assertThat(outbox.waiting().mails()).isZero();
    }
}
