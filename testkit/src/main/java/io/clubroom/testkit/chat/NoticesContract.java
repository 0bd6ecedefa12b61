package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.Absences.Absence;
import io.clubroom.domain.chat.Absences.Change;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.UnreadMessages;
import io.clubroom.domain.chat.UnreadMessages.Line;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link Absences} and {@link Notices}. The store is empty when a test begins. */
public interface NoticesContract extends ChatPorts {
    Absences absences();

    Notices notices();

    RoomReads reads();

    RoomMembers members();

    DirectRooms directRooms();

    UserBlocks blocks();

    Transactions transactions();

    private RoomId aDirectRoom(User... people) {
        RoomId id = new RoomId("room-" + UUID.randomUUID());
        DirectUsers users = DirectUsers.of(
                people[0].id(), Arrays.stream(people).map(User::id).toList());
        directRooms().add(new Room(id, new RoomName("Direct"), RoomKind.DIRECT, NOW), users);
        members().add(id, users.ids(), RoomRole.MEMBER, NOW);
        return id;
    }

    private RoomId aPrivateRoom(User... people) {
        Room room = new Room(new RoomId("room-" + UUID.randomUUID()), new RoomName("Board"), RoomKind.PRIVATE, NOW);
        rooms().add(room);
        members().add(room.id(), Arrays.stream(people).map(User::id).toList(), RoomRole.MEMBER, NOW);
        return room.id();
    }

    private void edit(Message message, User author, String text, Instant at) {
        messages()
                .append(List.of(new ChangeDraft.Edit(
                        message.room(),
                        message.id(),
                        author.id(),
                        0,
                        new MessageText(text),
                        EditWindow.DEFAULT,
                        null,
                        at)));
    }

    private void delete(Message message, User author) {
        messages().append(List.of(new ChangeDraft.Deletion(message.room(), message.id(), author.id(), 0, null, NOW)));
    }

    private static String mention(User user) {
        return "@" + user.username();
    }

    private static NodeId aNode() {
        return new NodeId(UUID.randomUUID());
    }

    private void connect(NodeId node, User user, Instant now) {
        absences().report(node, List.of(new Change(user.id(), true, true)), now);
    }

    private void disconnect(NodeId node, User user, Instant now) {
        absences().report(node, List.of(new Change(user.id(), false, false)), now);
    }

    private @Nullable Absence next(Instant notedBefore) {
        return transactions().call(() -> absences().lockNext(notedBefore)).orElse(null);
    }

    private void noteNews() {
        while (absences().noteNews(2)) {}
    }

    /** Looks at all absences that have been to be looked at since this time, and returns whose. */
    private List<UserId> noted(Instant notedBefore) {
        List<UserId> users = new ArrayList<>();
        for (Absence next = next(notedBefore); next != null; next = next(notedBefore)) {
            UserId user = next.user();
            users.add(user);
            transactions().call(() -> {
                absences().examined(user, null);
                return true;
            });
        }
        return users;
    }

    // absences

    @Test
    default void somebody_who_was_never_connected_is_absent() {
        User john = aUser();

        assertThat(absences().find(john.id())).contains(new Absence(john.id(), 0, null));
    }

    @Test
    default void an_absence_ends_with_a_connection_and_the_next_one_has_another_number() {
        User john = aUser();
        NodeId node = aNode();

        connect(node, john, NOW);
        assertThat(absences().find(john.id())).isEmpty();
        disconnect(node, john, NOW.plusSeconds(1));
        assertThat(absences().find(john.id())).contains(new Absence(john.id(), 1, NOW.plusSeconds(1)));
        absences().report(node, List.of(new Change(john.id(), false, true)), NOW.plusSeconds(2));
        assertThat(absences().find(john.id())).contains(new Absence(john.id(), 2, NOW.plusSeconds(2)));
    }

    @Test
    default void somebody_is_present_while_connected_to_any_node() {
        User john = aUser();
        NodeId one = aNode();
        NodeId other = aNode();
        connect(one, john, NOW);
        connect(other, john, NOW);

        disconnect(one, john, NOW);
        assertThat(absences().find(john.id())).isEmpty();
        absences().leave(other, NOW.plusSeconds(3));
        assertThat(absences().find(john.id())).contains(new Absence(john.id(), 2, NOW.plusSeconds(3)));
    }

    @Test
    default void connections_to_a_node_that_has_crashed_end_when_it_was_last_heard() {
        User john = aUser();
        User mary = aUser();
        NodeId crashed = aNode();
        NodeId running = aNode();
        connect(crashed, john, NOW);
        connect(crashed, mary, NOW);
        connect(running, mary, NOW);
        absences().report(crashed, List.of(), NOW.plusSeconds(5));
        absences().report(running, List.of(), NOW.plusSeconds(20));

        assertThat(absences().expire(NOW.plusSeconds(5), 1)).isFalse();
        assertThat(absences().find(john.id())).isEmpty();
        while (absences().expire(NOW.plusSeconds(6), 1)) {}

        assertThat(absences().find(john.id())).contains(new Absence(john.id(), 1, NOW.plusSeconds(5)));
        assertThat(absences().find(mary.id())).isEmpty();
        assertThat(noted(NOW.plusSeconds(5))).containsExactly(john.id());
    }

    @Test
    default void a_node_has_to_tell_of_all_users_at_first_and_after_others_took_it_for_crashed() {
        NodeId node = aNode();

        assertThat(absences().report(node, List.of(), NOW)).isFalse();
        assertThat(absences().report(node, List.of(), NOW.plusSeconds(1))).isTrue();
        while (absences().expire(NOW.plusSeconds(2), 10)) {}
        assertThat(absences().report(node, List.of(), NOW.plusSeconds(3))).isFalse();
    }

    @Test
    default void a_user_who_was_removed_is_left_out() {
        User john = aUser();
        User mary = aUser();
        users().remove(john.id());

        absences().report(aNode(), List.of(new Change(john.id(), true, true), new Change(mary.id(), true, true)), NOW);

        assertThat(absences().find(mary.id())).isEmpty();
    }

    // what is to be looked at

    @Test
    default void an_absence_is_looked_at_once_from_when_it_begins() {
        User john = aUser();
        NodeId node = aNode();
        connect(node, john, NOW);
        disconnect(node, john, NOW.plusSeconds(1));

        assertThat(next(NOW)).isNull();
        assertThat(next(NOW.plusSeconds(1))).isEqualTo(new Absence(john.id(), 1, NOW.plusSeconds(1)));
        assertThat(noted(NOW.plusSeconds(1))).containsExactly(john.id());
        assertThat(next(NOW.plusSeconds(99))).isNull();
    }

    @Test
    default void an_absence_may_be_looked_at_again_later() {
        User john = aUser();
        NodeId node = aNode();
        connect(node, john, NOW);
        disconnect(node, john, NOW);

        transactions().call(() -> {
            absences().lockNext(NOW);
            absences().examined(john.id(), NOW.plusSeconds(7));
            return true;
        });

        assertThat(next(NOW.plusSeconds(6))).isNull();
        assertThat(next(NOW.plusSeconds(7))).isNotNull();
        connect(node, john, NOW.plusSeconds(8));
        assertThat(next(NOW.plusSeconds(99))).isNull();
    }

    @Test
    default void the_absences_of_whom_new_messages_concern_are_looked_at() {
        User john = aUser();
        User mary = aUser();
        User anna = aUser();
        User present = aUser();
        RoomId direct = aDirectRoom(john, mary, present);
        RoomId board = aPrivateRoom(anna, mary, john);
        connect(aNode(), present, NOW);
        connect(aNode(), mary, NOW);
        say(direct, mary, "hello", NOW.plusSeconds(1));
        say(board, mary, "hello", NOW.plusSeconds(1));
        noteNews();

        assertThat(next(NOW)).isNull();
        assertThat(noted(NOW.plusSeconds(1))).containsExactly(john.id());

        Message message = say(board, mary, mention(anna), NOW.plusSeconds(2));
        say(board, mary, mention(present), NOW.plusSeconds(2));
        noteNews();
        assertThat(noted(NOW.plusSeconds(2))).containsExactly(anna.id());

        edit(message, mary, "now for " + mention(john), NOW.plusSeconds(9));
        noteNews();
        assertThat(noted(NOW.plusSeconds(8))).isEmpty();
        assertThat(noted(NOW.plusSeconds(9))).contains(john.id());
        noteNews();
        assertThat(noted(NOW.plusSeconds(99))).isEmpty();
    }

    // what is unread

    @Test
    default void tells_of_the_first_unread_messages_of_a_direct_room() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aDirectRoom(john, mary);
        say(room, mary, "read", NOW);
        reads().read(john.id(), room, 1);
        say(room, mary, "first", NOW.plusSeconds(1));
        say(room, john, "my own", NOW.plusSeconds(2));
        delete(say(room, mary, "deleted", NOW.plusSeconds(3)), mary);
        edit(say(room, mary, "old", NOW.plusSeconds(4)), mary, "second", NOW.plusSeconds(5));
        say(room, mary, "third", NOW.plusSeconds(6));
        UnreadMessages expected = new UnreadMessages(
                room,
                RoomKind.DIRECT,
                new RoomName(mary.fullName().value()),
                List.of(
                        new Line(mary.fullName(), new MessageText("first"), false, NOW.plusSeconds(1)),
                        new Line(mary.fullName(), new MessageText("second"), false, NOW.plusSeconds(4))),
                3,
                6,
                NOW.plusSeconds(1));

        assertThat(notices().unread(john, 0, 2)).containsExactly(expected);
        notices().queued(john.id(), room, 0);
        assertThat(notices().unreadIn(room, john, 0, 2)).contains(expected);
        assertThat(notices().unread(mary, 0, 2))
                .extracting(UnreadMessages::count)
                .containsExactly(1L);
    }

    @Test
    default void tells_of_mentions_only_in_other_rooms() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aPrivateRoom(john, mary);
        say(room, mary, "for all", NOW);
        say(room, john, "for me, " + mention(john), NOW);
        edit(say(room, mary, mention(john), NOW), mary, "for nobody", NOW);
        Message edited = say(room, mary, "for nobody", NOW);
        edit(edited, mary, "for you, " + mention(john), NOW.plusSeconds(5));

        assertThat(notices().unread(john, 0, 5))
                .containsExactly(new UnreadMessages(
                        room,
                        RoomKind.PRIVATE,
                        new RoomName("Board"),
                        List.of(new Line(mary.fullName(), new MessageText("for you, " + mention(john)), false, NOW)),
                        1,
                        4,
                        NOW.plusSeconds(5)));
        assertThat(notices().unread(mary, 0, 5)).isEmpty();
        delete(edited, mary);
        assertThat(notices().unread(john, 0, 5)).isEmpty();
    }

    @Test
    default void tells_of_what_the_user_wants_to_be_notified_of() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aDirectRoom(john, mary);
        say(room, mary, "hello", NOW);
        say(room, mary, "hello " + mention(john), NOW);

        reads().setNotify(john.id(), room, NotifyLevel.MENTIONS);
        assertThat(notices().unread(john, 0, 5))
                .extracting(UnreadMessages::count)
                .containsExactly(1L);
        reads().setNotify(john.id(), room, NotifyLevel.NONE);
        assertThat(notices().unread(john, 0, 5)).isEmpty();
        reads().setNotify(john.id(), room, NotifyLevel.ALL);
        assertThat(notices().unread(john, 0, 5))
                .extracting(UnreadMessages::count)
                .containsExactly(2L);
    }

    @Test
    default void tells_nothing_of_a_room_that_the_user_has_left() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aPrivateRoom(john, mary);
        say(room, mary, mention(john), NOW);

        members().remove(room, john.id());

        assertThat(notices().unread(john, 0, 5)).isEmpty();
    }

    @Test
    default void tells_nothing_of_somebody_whom_the_user_has_blocked() {
        User john = aUser();
        User mary = aUser();
        User anna = aUser();
        RoomId ofTwo = aDirectRoom(john, mary);
        RoomId ofThree = aDirectRoom(john, mary, anna);
        say(ofTwo, mary, "hello", NOW);
        say(ofThree, mary, "hello", NOW);

        blocks().add(john.id(), mary.id(), NOW);
        assertThat(notices().unread(john, 0, 5))
                .extracting(UnreadMessages::room)
                .containsExactly(ofThree);
        blocks().remove(john.id(), mary.id());
        blocks().add(mary.id(), john.id(), NOW);
        assertThat(notices().unread(john, 0, 5)).hasSize(2);
    }

    @Test
    default void messages_of_deleted_users_are_told_without_a_name() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aDirectRoom(john, mary);
        say(room, mary, "hello", NOW);

        users().remove(mary.id());

        assertThat(notices().unread(john, 0, 5))
                .flatExtracting(UnreadMessages::first)
                .containsExactly(new Line(null, new MessageText("hello"), false, NOW));
    }

    // what was told

    @Test
    default void one_mail_is_queued_for_a_room_and_absence() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aDirectRoom(john, mary);
        RoomId other = aDirectRoom(john, mary, aUser());
        say(room, mary, "hello", NOW);
        say(other, mary, "hello", NOW);

        notices().queued(john.id(), room, 3);

        assertThat(notices().unread(john, 3, 5))
                .extracting(UnreadMessages::room)
                .containsExactly(other);
        assertThat(notices().unread(john, 4, 5)).hasSize(2);
        notices().withdrawn(john.id(), room, 2);
        assertThat(notices().unread(john, 3, 5)).hasSize(1);
        notices().withdrawn(john.id(), room, 3);
        assertThat(notices().unread(john, 3, 5)).hasSize(2);
    }

    @Test
    default void no_message_is_told_twice_and_no_second_mail_told_in_an_absence() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aDirectRoom(john, mary);
        say(room, mary, "first", NOW);
        notices().queued(john.id(), room, 3);

        notices().told(john.id(), room, 3, 1);
        say(room, mary, "second", NOW.plusSeconds(1));

        assertThat(notices().unreadIn(room, john, 3, 5)).isEmpty();
        assertThat(notices().unread(john, 3, 5)).isEmpty();
        assertThat(notices().unread(john, 4, 5))
                .extracting(UnreadMessages::count, UnreadMessages::lastSeq)
                .containsExactly(tuple(1L, 2L));
        assertThat(notices().unreadIn(room, john, 4, 5))
                .map(UnreadMessages::first)
                .contains(List.of(new Line(mary.fullName(), new MessageText("second"), false, NOW.plusSeconds(1))));
    }

    @Test
    default void nothing_is_known_of_a_room_that_was_deleted() {
        User john = aUser();
        User mary = aUser();
        RoomId room = aDirectRoom(john, mary);
        say(room, mary, "first", NOW);
        notices().queued(john.id(), room, 3);

        rooms().remove(room);
        noteNews();

        assertThat(notices().unread(john, 4, 5)).isEmpty();
        assertThat(notices().unreadIn(room, john, 3, 5)).isEqualTo(Optional.empty());
    }
}
