package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of {@link Erasures}. */
public interface ErasuresContract extends ChatPorts {
    Emoji THUMB = new Emoji("👍");

    Erasures erasures();

    RoomMembers members();

    private RoomChange append(ChangeDraft draft) {
        return ((Outcome.Stored) messages().append(List.of(draft)).getFirst()).change();
    }

    private Message say(RoomId room, User sender, String text) {
        return say(room, sender, text, NOW);
    }

    private RoomChange react(Message message, User user) {
        return append(new ChangeDraft.React(message.room(), message.id(), user.id(), 0, THUMB, false, null, NOW));
    }

    private Message found(Message message) {
        return messages().find(message.room(), message.id()).orElseThrow();
    }

    /** Erases step by step until nothing is left; returns what was told. */
    private List<RoomChange.UserErased> erase(int limit) {
        List<RoomChange.UserErased> told = new ArrayList<>();
        for (List<RoomChange.UserErased> step = erasures().tell(limit);
                !step.isEmpty();
                step = erasures().tell(limit)) {
            assertThat(step).hasSizeLessThanOrEqualTo(limit);
            told.addAll(step);
        }
        while (erasures().clean(limit)) {}
        return told;
    }

    @Test
    default void tells_each_room_in_which_the_user_has_written_or_reacted_once() {
        RoomId written = aRoom();
        RoomId reacted = aRoom();
        RoomId other = aRoom();
        User john = aUser();
        User mary = aUser();
        Message message = say(written, john, "hello");
        say(other, mary, "hello");
        react(say(reacted, mary, "hello"), john);
        erase(100);

        users().remove(john.id());
        List<RoomChange.UserErased> told = erase(1);

        assertThat(told)
                .containsExactlyInAnyOrder(
                        new RoomChange.UserErased(2, written, john.id()),
                        new RoomChange.UserErased(3, reacted, john.id()));
        assertThat(messages().changes(Map.of(written, 1L), 10).get(written))
                .containsExactly(new RoomChange.UserErased(2, written, john.id()));
        assertThat(requireNonNull(rooms().reached(List.of(reacted)).get(reacted))
                        .lastChange())
                .isEqualTo(3);
        assertThat(requireNonNull(rooms().reached(List.of(other)).get(other)).lastChange())
                .isEqualTo(1);
        assertThat(erase(100)).isEmpty();
        assertThat(found(message).author()).isNull();
        assertThat(found(message).text()).isEqualTo(new MessageText("hello"));
    }

    @Test
    default void tells_rooms_in_which_the_user_was_only_a_member_or_mentioned() {
        Room joined = new Room(
                RoomsContract.newRoom().id(), new RoomName("Board"), RoomKind.PRIVATE, RoomsContract.CREATED_AT);
        rooms().add(joined);
        RoomId mentioned = aRoom();
        User john = aUser();
        User mary = aUser();
        members().add(joined.id(), List.of(john.id(), mary.id()), RoomRole.MEMBER, NOW);
        say(mentioned, mary, "for @" + john.username());
        erase(100);

        users().remove(john.id());

        assertThat(erase(100))
                .containsExactlyInAnyOrder(
                        new RoomChange.UserErased(1, joined.id(), john.id()),
                        new RoomChange.UserErased(2, mentioned, john.id()));
    }

    @Test
    default void reactions_mentions_and_earlier_texts_go_with_the_user() {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        Message theirs = say(room, john, "first");
        append(new ChangeDraft.Edit(
                room, theirs.id(), john.id(), 0, new MessageText("second"), EditWindow.DEFAULT, null, NOW));
        Message others = say(room, mary, "for @" + john.username() + " and @" + mary.username());
        react(others, john);
        react(others, mary);
        react(theirs, john);

        users().remove(john.id());

        assertThat(found(others).state().reactions()).containsExactly(new Reaction(THUMB, List.of(mary.id())));
        assertThat(found(others).state().mentions()).containsExactly(mary.id());
        assertThat(found(theirs).state().reactions()).isEmpty();
        erase(1);
        assertThat(messages().versions(room, theirs.id(), null, 10))
                .containsExactly(new Messages.Version(new MessageText("second"), NOW, null));
        assertThat(found(others).state().reactions()).containsExactly(new Reaction(THUMB, List.of(mary.id())));
        assertThat(messages().changes(Map.of(room, 3L), 2).get(room))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(new RoomChange.Reacted(4, found(others), THUMB, null, true, 1)),
                        second -> assertThat(((RoomChange.Reacted) second).removed())
                                .isFalse());
    }

    @Test
    default void a_room_that_was_deleted_is_not_told() {
        RoomId room = aRoom();
        User john = aUser();
        say(room, john, "hello");
        erase(100);

        users().remove(john.id());
        rooms().remove(room);

        assertThat(erase(100)).isEmpty();
    }
}
