package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadChangesTest {
    private static final RoomId HALL = new RoomId("hall");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final Actor reader = Club.as(club.join(UserFixture.user()));
    private final Actor admin = Club.as(club.join(UserFixture.admin()));

    ReadChangesTest() {
        club.rooms.add(RoomsContract.room(HALL.value()));
    }

    private MessageId said() {
        Chats.say(club, john, HALL.value(), "one", "two");
        return club.messages.newest(HALL, 0, Long.MAX_VALUE, 1).getFirst().id();
    }

    private void edit(MessageId message, String text) {
        club.changeMessage.change(
                Club.as(john),
                HALL,
                sender -> new ChangeMessages.Edit(sender, HALL, message, MessageText.of(text), null));
    }

    @Test
    void reads_all_kinds_of_changes_in_pages_the_oldest_first() {
        edit(said(), "new");

        var first = (ReadChanges.Result.Page) club.readChanges.read(reader, HALL, () -> new ReadChanges.Query(0, 2));
        var rest = (ReadChanges.Result.Page) club.readChanges.read(reader, HALL, () -> new ReadChanges.Query(2, 2));

        assertThat(first.changes()).extracting(RoomChange::change).containsExactly(1L, 2L);
        assertThat(first.more()).isTrue();
        assertThat(rest.changes()).singleElement().isInstanceOf(RoomChange.Edited.class);
        assertThat(rest.more()).isFalse();
        assertThat(((ReadChanges.Result.Page) club.readChanges.read(reader, HALL, () -> new ReadChanges.Query(9, 2)))
                        .changes())
                .isEmpty();
    }

    @Test
    void a_room_that_does_not_exist_has_no_changes_whatever_is_asked() {
        assertThat(club.readChanges.read(reader, new RoomId("none"), () -> {
                    throw new AssertionError("must not be parsed");
                }))
                .isEqualTo(new ReadChanges.Result.NotFound());
        assertThat(club.readChanges.read(Actor.ANONYMOUS, HALL, () -> new ReadChanges.Query(0, 2)))
                .isEqualTo(new ReadChanges.Result.NotSignedIn());
    }

    @Test
    void whoever_moderates_a_room_reads_the_texts_that_a_message_has_had() {
        MessageId message = said();
        edit(message, "three");
        edit(message, "four");

        ReadVersions.Result.Page first = versions(message, null);
        edit(message, "five");

        assertThat(first.versions())
                .extracting(Messages.Version::text)
                .containsExactly(new MessageText("four"), new MessageText("three"));
        assertThat(versions(message, first.next()).versions())
                .extracting(Messages.Version::text)
                .containsExactly(new MessageText("two"));
        assertThat(versions(message, first.next()).next()).isNull();
    }

    private static ReadVersions.Query query(MessageId message) {
        return new ReadVersions.Query(message, null, 2);
    }

    private ReadVersions.Result.Page versions(MessageId message, @Nullable Long before) {
        return (ReadVersions.Result.Page)
                club.readVersions.read(admin, HALL, () -> new ReadVersions.Query(message, before, 2));
    }

    @Test
    void of_a_deleted_message_no_text_is_left() {
        MessageId message = said();
        club.changeMessage.change(
                Club.as(john), HALL, sender -> new ChangeMessages.Delete(sender, HALL, message, null));

        assertThat(club.readVersions.read(admin, HALL, () -> query(message)))
                .isEqualTo(new ReadVersions.Result.Page(List.of(), null));
    }

    @Test
    void nobody_else_reads_earlier_texts() {
        MessageId message = said();

        assertThat(club.readVersions.read(Club.as(john), HALL, () -> query(message)))
                .isEqualTo(new ReadVersions.Result.NotAllowed());
        assertThat(club.readVersions.read(admin, new RoomId("none"), () -> query(message)))
                .isEqualTo(new ReadVersions.Result.NoSuchRoom());
        assertThat(club.readVersions.read(admin, HALL, () -> query(new MessageId(UUID.randomUUID()))))
                .isEqualTo(new ReadVersions.Result.NoSuchMessage());
        assertThat(club.readVersions.read(Actor.ANONYMOUS, HALL, () -> query(message)))
                .isEqualTo(new ReadVersions.Result.NotSignedIn());
    }
}
