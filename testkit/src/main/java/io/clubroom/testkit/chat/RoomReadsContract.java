package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomReads.Counts;
import io.clubroom.domain.chat.RoomReads.Mark;
import io.clubroom.domain.chat.RoomReads.Marked;
import io.clubroom.domain.chat.RoomReads.Reader;
import io.clubroom.domain.chat.RoomReads.Receipt;
import io.clubroom.domain.chat.RoomReads.State;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link RoomReads}. */
public interface RoomReadsContract extends ChatPorts {
    /** More messages than are counted together. */
    int MANY = 300;

    RoomReads reads();

    RoomMembers members();

    DirectRooms directRooms();

    UserBlocks blocks();

    private static Draft post(RoomId room, User sender, String text, Instant at, @Nullable String id) {
        return new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                sender.id(),
                0,
                new MessageText(text),
                id == null ? null : new ClientMessageId(id),
                at);
    }

    private Message say(RoomId room, User sender, String text) {
        return say(room, sender, text, sender.createdAt().plusSeconds(1));
    }

    private Counts counts(User user, RoomId room) {
        return requireNonNull(reads().counts(user.id(), List.of(room)).get(room));
    }

    @Test
    default void counts_what_others_have_written_behind_the_last_message_that_was_read() {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        say(room, mary, "1");
        say(room, john, "2");
        say(room, mary, "3 @" + john.username());
        say(room, mary, "4");
        say(room, john, "5 @" + john.username());

        assertThat(counts(john, room)).isEqualTo(new Counts(0, 3, 1, NotifyLevel.ALL));
        assertThat(counts(mary, room)).isEqualTo(new Counts(0, 2, 0, NotifyLevel.ALL));
        assertThat(reads().read(john.id(), room, 1)).isEqualTo(Marked.MOVED);
        assertThat(counts(john, room)).isEqualTo(new Counts(1, 2, 1, NotifyLevel.ALL));
        assertThat(reads().read(john.id(), room, 3)).isEqualTo(Marked.MOVED);
        assertThat(counts(john, room)).isEqualTo(new Counts(3, 1, 0, NotifyLevel.ALL));
        assertThat(reads().read(john.id(), room, 5)).isEqualTo(Marked.MOVED);
        assertThat(counts(john, room)).isEqualTo(new Counts(5, 0, 0, NotifyLevel.ALL));
        assertThat(counts(mary, room)).isEqualTo(new Counts(0, 2, 0, NotifyLevel.ALL));
    }

    @Test
    default void goes_forward_only_and_not_beyond_the_end() {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        say(room, mary, "1");
        say(room, mary, "2");

        assertThat(reads().read(john.id(), room, 3)).isEqualTo(Marked.BEYOND_END);
        assertThat(reads().read(john.id(), room, 0)).isEqualTo(Marked.UNCHANGED);
        assertThat(reads().read(john.id(), room, 2)).isEqualTo(Marked.MOVED);
        assertThat(reads().read(john.id(), room, 2)).isEqualTo(Marked.UNCHANGED);
        assertThat(reads().read(john.id(), room, 1)).isEqualTo(Marked.UNCHANGED);
        assertThat(reads().read(john.id(), new RoomId("none"), 0)).isEqualTo(Marked.BEYOND_END);
        assertThat(counts(john, room)).isEqualTo(new Counts(2, 0, 0, NotifyLevel.ALL));
        assertThat(reads().counts(john.id(), List.of(new RoomId("none")))).isEmpty();
    }

    @Test
    default void in_a_public_room_somebody_has_read_what_it_held_when_the_account_was_made() {
        RoomId room = aRoom();
        User mary = aUser();
        User john = aUser();
        for (int i = -7; i <= 3; i++) {
            say(room, mary, "text", john.createdAt().plusMillis(i));
        }

        assertThat(counts(john, room)).isEqualTo(new Counts(8, 3, 0, NotifyLevel.ALL));
        reads().setNotify(john.id(), room, NotifyLevel.NONE);
        assertThat(counts(john, room)).isEqualTo(new Counts(8, 3, 0, NotifyLevel.NONE));
        say(room, mary, "text");
        reads().read(john.id(), room, 10);
        assertThat(counts(john, room)).isEqualTo(new Counts(10, 2, 0, NotifyLevel.NONE));
    }

    @Test
    default void whoever_becomes_a_member_has_read_what_was_there() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aRoom(RoomKind.PRIVATE, mary);
        say(room, mary, "1");

        members().add(room, List.of(john.id()), RoomRole.MEMBER, RoomsContract.CREATED_AT);
        assertThat(counts(john, room)).isEqualTo(new Counts(1, 0, 0, NotifyLevel.ALL));
        say(room, mary, "2");
        say(room, john, "3");
        reads().setNotify(john.id(), room, NotifyLevel.NONE);
        assertThat(counts(john, room)).isEqualTo(new Counts(1, 1, 0, NotifyLevel.NONE));

        members().remove(room, john.id());
        say(room, mary, "4");
        members().add(room, List.of(john.id()), RoomRole.MEMBER, RoomsContract.CREATED_AT);
        assertThat(counts(john, room)).isEqualTo(new Counts(4, 0, 0, NotifyLevel.ALL));
        say(room, mary, "5 @" + john.username());
        assertThat(counts(john, room)).isEqualTo(new Counts(4, 1, 1, NotifyLevel.ALL));
    }

    @Test
    default void many_users_read_at_once() {
        RoomId room = aRoom();
        RoomId other = aRoom();
        User john = aUser();
        User mary = aUser();
        say(room, mary, "1");
        say(room, john, "2");
        say(other, john, "1");
        reads().read(mary.id(), room, 2);

        assertThat(reads().mark(List.of(
                        new Mark(new Reader(room, mary.id()), 1),
                        new Mark(new Reader(other, mary.id()), 1),
                        new Mark(new Reader(room, john.id()), 3),
                        new Mark(new Reader(other, john.id()), 0),
                        new Mark(new Reader(new RoomId("none"), john.id()), 0))))
                .containsExactly(
                        Marked.UNCHANGED, Marked.MOVED, Marked.BEYOND_END, Marked.UNCHANGED, Marked.BEYOND_END);
        assertThat(counts(mary, room).seq()).isEqualTo(2);
        assertThat(counts(mary, other).seq()).isEqualTo(1);
        assertThat(reads().mark(List.of())).isEmpty();
    }

    private RoomId aRoom(RoomKind kind, User... members) {
        Room room =
                new Room(new RoomId("room-" + UUID.randomUUID()), new RoomName("Room"), kind, RoomsContract.CREATED_AT);
        List<UserId> ids = Stream.of(members).map(User::id).toList();
        if (kind == RoomKind.DIRECT) {
            directRooms().add(room, DirectUsers.of(ids.getFirst(), ids));
        } else {
            rooms().add(room);
        }
        members().add(room.id(), ids, RoomRole.MEMBER, room.createdAt());
        return room.id();
    }

    private ReadAudience audience(User user, RoomId room) {
        Reader reader = new Reader(room, user.id());
        return reads().audiences(List.of(reader)).getOrDefault(reader, ReadAudience.ONESELF);
    }

    /** What the reader sees that others have read. */
    private List<Receipt> receipts(User user, RoomId room) {
        Reader reader = new Reader(room, user.id());
        State state = requireNonNull(reads().states(List.of(reader)).get(reader));
        assertThat(state.counts()).isEqualTo(counts(user, room));
        return state.receipts();
    }

    @Test
    default void members_know_what_others_have_read_unless_either_does_not_want_that() {
        User john = aUser();
        User mary = aUser();
        User silent = aUser(user().withoutReadReceipts());
        RoomId room = aRoom(RoomKind.PRIVATE, john, mary, silent);
        say(room, mary, "1");
        say(room, mary, "2");
        reads().read(john.id(), room, 1);
        reads().read(silent.id(), room, 2);

        assertThat(audience(john, room)).isEqualTo(ReadAudience.allBut(Set.of(silent.id())));
        assertThat(audience(silent, room)).isEqualTo(ReadAudience.ONESELF);
        assertThat(receipts(mary, room)).containsExactly(new Receipt(john.id(), 1));
        assertThat(receipts(john, room)).containsExactly(new Receipt(mary.id(), 0));
        assertThat(receipts(silent, room)).isEmpty();
        users().update(john.with(UserChange.NOTHING.withActive(false)));
        assertThat(receipts(mary, room)).isEmpty();
    }

    @Test
    default void nobody_knows_what_others_have_read_in_a_public_room() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aRoom();
        members().add(room, List.of(john.id(), mary.id()), RoomRole.OWNER, RoomsContract.CREATED_AT);
        say(room, mary, "1");
        reads().read(mary.id(), room, 1);

        assertThat(audience(mary, room)).isEqualTo(ReadAudience.ONESELF);
        assertThat(receipts(john, room)).isEmpty();
        assertThat(reads().states(List.of(new Reader(new RoomId("none"), john.id()))))
                .isEmpty();
    }

    @Test
    default void who_has_blocked_the_other_one_of_a_direct_room_does_not_know_what_that_one_has_read() {
        User john = aUser();
        User mary = aUser();
        User tom = aUser();
        RoomId two = aRoom(RoomKind.DIRECT, john, mary);
        RoomId three = aRoom(RoomKind.DIRECT, john, mary, tom);
        blocks().add(mary.id(), john.id(), RoomsContract.CREATED_AT);

        assertThat(audience(john, two)).isEqualTo(ReadAudience.allBut(Set.of(mary.id())));
        assertThat(audience(mary, two)).isEqualTo(ReadAudience.allBut(Set.of()));
        assertThat(receipts(mary, two)).isEmpty();
        assertThat(receipts(john, two)).containsExactly(new Receipt(mary.id(), 0));
        assertThat(audience(john, three)).isEqualTo(ReadAudience.allBut(Set.of()));
        assertThat(receipts(mary, three)).hasSize(2);
    }

    @Test
    default void members_of_a_large_room_do_not_know_what_others_have_read() {
        User[] all = Stream.generate(this::aUser)
                .limit(ReadAudience.MAX_MEMBERS + 1L)
                .toArray(User[]::new);
        RoomId room = aRoom(RoomKind.PRIVATE, all);

        assertThat(audience(all[0], room)).isEqualTo(ReadAudience.ONESELF);
        assertThat(receipts(all[0], room)).isEmpty();
        users().update(all[1].with(UserChange.NOTHING.withActive(false)));
        assertThat(audience(all[0], room).others()).isTrue();
        assertThat(receipts(all[0], room)).hasSize(ReadAudience.MAX_MEMBERS - 1);
    }

    @Test
    default void counts_what_a_user_who_was_removed_has_written() {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        Random random = new Random(1);
        int written = 0;
        while (written < MANY) {
            written += sayAtOnce(room, List.of(john, mary), random).size();
        }
        users().remove(john.id());
        while (written < 2 * MANY) {
            written += sayAtOnce(room, List.of(mary), random).size();
        }

        long ofMary = messages().newest(room, 0, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                .filter(message -> message.isBy(mary.id()))
                .count();
        assertThat(counts(mary, room).unread()).isEqualTo(written - ofMary);
        assertThat(counts(aUser(), room).unread()).isEqualTo(written);
    }

    /** Stores up to 120 messages of any of the users in one batch, some with mentions and some without. */
    private List<Message> sayAtOnce(RoomId room, List<User> senders, Random random) {
        String text = random.nextBoolean() ? "text" : "@" + senders.getFirst().username();
        List<Draft> drafts = Stream.generate(() -> senders.get(random.nextInt(senders.size())))
                .limit(random.nextInt(120))
                .map(sender -> post(room, sender, text, sender.createdAt().plusSeconds(1), null))
                .toList();
        return messages().append(drafts).stream()
                .map(outcome -> ((RoomChange.Posted) ((Outcome.Stored) outcome).change()).message())
                .toList();
    }

    /** After any mix of messages, edits, deletions and readings. */
    @Test
    default void equals_a_recount() {
        for (long seed = 1; seed <= 3; seed++) {
            comparesWithARecount(new Random(seed));
        }
    }

    private void comparesWithARecount(Random random) {
        RoomId room = aRoom();
        List<User> all = List.of(aUser(), aUser(), aUser());
        Map<UserId, Long> read = new HashMap<>();
        List<Message> written = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            User user = all.get(random.nextInt(all.size()));
            User named = all.get(random.nextInt(all.size()));
            int what = random.nextInt(10);
            if (what < 5 || written.isEmpty()) {
                written.add(say(room, user, random.nextBoolean() ? "text" : "@" + named.username()));
                written.addAll(sayAtOnce(room, all, random));
            } else if (what < 8) {
                long seq = 1 + random.nextInt(written.size());
                reads().read(user.id(), room, seq);
                read.merge(user.id(), seq, Math::max);
            } else {
                Message message = written.get(random.nextInt(written.size()));
                UserId author = requireNonNull(message.author()).id();
                messages()
                        .append(List.of(
                                what == 8
                                        ? new ChangeDraft.Deletion(
                                                room, message.id(), author, 0, null, message.createdAt())
                                        : new ChangeDraft.Edit(
                                                room,
                                                message.id(),
                                                author,
                                                0,
                                                new MessageText("@" + named.username() + " " + step),
                                                EditWindow.DEFAULT,
                                                null,
                                                message.createdAt())));
            }
            List<Message> now = messages().newest(room, 0, Long.MAX_VALUE, Integer.MAX_VALUE);
            for (User reader : all) {
                long seq = read.getOrDefault(reader.id(), 0L);
                List<Message> unread = now.stream()
                        .filter(message -> message.seq() > seq
                                && !message.isBy(reader.id())
                                && !message.state().deleted())
                        .toList();
                assertThat(counts(reader, room))
                        .isEqualTo(new Counts(
                                seq,
                                unread.size(),
                                unread.stream()
                                        .filter(message ->
                                                message.state().mentions().contains(reader.id()))
                                        .count(),
                                NotifyLevel.ALL));
            }
        }
    }
}
