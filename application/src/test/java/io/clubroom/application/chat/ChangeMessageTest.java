package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ChangeMessage.Result;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.testkit.chat.ForwardedMessages;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeMessageTest {
    private static final RoomId HALL = new RoomId("hall");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final RelayRecorder told = RelayRecorder.on(club.relay);

    ChangeMessageTest() {
        club.rooms.add(RoomsContract.room(HALL.value()));
    }

    private Result post(Actor actor, RoomId room, List<FileId> files, @Nullable String clientMessageId) {
        return club.changeMessage.change(
                actor,
                room,
                sender -> new ChangeMessages.Post(
                        sender,
                        room,
                        MessageText.of("Hello"),
                        files,
                        null,
                        clientMessageId == null ? null : ClientMessageId.of(clientMessageId)));
    }

    @Test
    void stores_a_message_and_tells_all_nodes() {
        Result first = post(Actor.SignedIn.of(john), HALL, List.of(), "id");

        assertThat(first).isInstanceOfSatisfying(Result.Stored.class, stored -> {
            Message message = ((RoomChange.Posted) stored.change()).message();
            assertThat(message.seq()).isEqualTo(1);
            assertThat(message.text().value()).isEqualTo("Hello");
        });
        assertThat(told.heard).containsExactly(new RoomSignal.Reached(HALL, 1));
        assertThat(post(Actor.SignedIn.of(john), HALL, List.of(), "id"))
                .isEqualTo(new Result.Repeated(((Result.Stored) first).change(), ((Result.Stored) first).id()));
    }

    @Test
    void changes_a_message_and_tells_all_nodes_unless_it_is_so_already() {
        MessageId id = ((RoomChange.Posted)
                        ((Result.Stored) post(Actor.SignedIn.of(john), HALL, List.of(), null)).change())
                .message()
                .id();
        told.heard.clear();

        Result edited = edit(Actor.SignedIn.of(john), id, "Hi");

        assertThat(edited)
                .isInstanceOfSatisfying(
                        Result.Stored.class,
                        stored -> assertThat(((RoomChange.Edited) stored.change())
                                        .message()
                                        .text()
                                        .value())
                                .isEqualTo("Hi"));
        assertThat(told.heard).containsExactly(new RoomSignal.Reached(HALL, 2));
        assertThat(edit(Actor.SignedIn.of(john), id, "Hi")).isInstanceOf(Result.Unchanged.class);
        assertThat(edit(Actor.SignedIn.of(club.join(UserFixture.user())), id, "No"))
                .isEqualTo(new Result.Refused(ChangeRefusal.FORBIDDEN, null, null));
        assertThat(told.heard).hasSize(1);
    }

    private Result edit(Actor actor, MessageId message, String text) {
        return club.changeMessage.change(
                actor, HALL, sender -> new ChangeMessages.Edit(sender, HALL, message, MessageText.of(text), null));
    }

    @Test
    void what_is_wrong_with_a_request_is_told_only_to_those_for_whom_the_room_exists() {
        Actor actor = Actor.SignedIn.of(john);

        assertThat(club.changeMessage.change(actor, new RoomId("none"), _ -> {
                    throw new InvalidValue("content", "is required");
                }))
                .isEqualTo(new Result.Refused(ChangeRefusal.NO_SUCH_ROOM, null, null));
        assertThatThrownBy(() -> club.changeMessage.change(actor, HALL, _ -> {
                    throw new InvalidValue("content", "is required");
                }))
                .isInstanceOf(InvalidValue.class);
    }

    @Test
    void refuses_what_cannot_be_stored_and_tells_nobody() {
        User inactive = club.join(UserFixture.user().inactive());
        Actor actor = Actor.SignedIn.of(john);

        assertThat(post(Actor.ANONYMOUS, HALL, List.of(), null)).isEqualTo(new Result.NotSignedIn());
        assertThat(post(actor, new RoomId("none"), List.of(), null))
                .isEqualTo(new Result.Refused(ChangeRefusal.NO_SUCH_ROOM, null, null));
        assertThat(post(actor, HALL, List.of(new FileId(UUID.randomUUID())), null))
                .isEqualTo(new Result.Refused(ChangeRefusal.NO_SUCH_FILE, null, null));
        assertThatThrownBy(() -> post(Actor.SignedIn.of(inactive), HALL, List.of(), null))
                .isInstanceOf(ActorEnded.class);
        assertThat(told.heard).isEmpty();
    }

    @Test
    void tells_all_nodes_to_look_for_a_change_that_may_have_been_stored() {
        Messages failing = new ForwardedMessages(club.messages) {
            @Override
            public List<Outcome> append(List<? extends ChangeDraft> drafts) {
                throw new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(1), "away", null);
            }
        };
        ChangeMessage posting = new ChangeMessage(
                new ChangeMessages(
                        failing,
                        club.revocations,
                        club.clock,
                        () -> new MessageId(UUID.randomUUID()),
                        EditWindow.DEFAULT,
                        _ -> {}),
                club.rooms,
                club.relay);

        assertThatThrownBy(() -> posting.change(
                        Actor.SignedIn.of(john),
                        HALL,
                        sender -> new ChangeMessages.Post(sender, HALL, MessageText.of("Hello"), null)))
                .isInstanceOf(Unavailable.class);
        assertThat(told.heard).containsExactly(new RoomSignal.Reached(HALL, RoomSignal.Reached.UNKNOWN));
    }
}
