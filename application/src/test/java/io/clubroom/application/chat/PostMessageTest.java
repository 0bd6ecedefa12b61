package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.chat.PostMessage.Command;
import io.clubroom.application.chat.PostMessage.Result;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.chat.ForwardedMessages;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostMessageTest {
    private static final RoomId HALL = new RoomId("hall");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final List<RoomSignal> signals = new ArrayList<>();

    PostMessageTest() {
        club.rooms.add(RoomsContract.room(HALL.value()));
        club.relay.listen(new Signals());
    }

    private final class Signals implements RoomRelay.Listener {
        @Override
        public void heard(NodeId node, RoomSignal signal) {
            signals.add(signal);
        }

        @Override
        public void roomDeleted(RoomId room) {}

        @Override
        public void authorChanged(UserId user) {}

        @Override
        public void appeared(NodeId node) {}

        @Override
        public void vanished(NodeId node) {}

        @Override
        public void resumed() {}
    }

    private Result post(Actor actor, RoomId room, List<FileId> files, @Nullable String clientMessageId) {
        return club.postMessage.post(
                actor,
                new Command(
                        room,
                        MessageText.of("Hello"),
                        files,
                        null,
                        clientMessageId == null ? null : ClientMessageId.of(clientMessageId)));
    }

    @Test
    void stores_a_message_and_tells_all_nodes() {
        Result first = post(Actor.SignedIn.of(john), HALL, List.of(), "id");

        assertThat(first).isInstanceOfSatisfying(Result.Posted.class, posted -> {
            assertThat(posted.message().seq()).isEqualTo(1);
            assertThat(posted.message().text().value()).isEqualTo("Hello");
        });
        assertThat(signals).containsExactly(new RoomSignal.Reached(HALL, 1));
        assertThat(post(Actor.SignedIn.of(john), HALL, List.of(), "id"))
                .isEqualTo(new Result.Repeated(((Result.Posted) first).message()));
    }

    @Test
    void refuses_what_cannot_be_stored_and_tells_nobody() {
        User inactive = club.join(UserFixture.user().inactive());
        Actor actor = Actor.SignedIn.of(john);

        assertThat(post(Actor.ANONYMOUS, HALL, List.of(), null)).isEqualTo(new Result.NotSignedIn());
        assertThat(post(actor, new RoomId("none"), List.of(), null))
                .isEqualTo(new Result.Refused(ChangeRefusal.NO_SUCH_ROOM, null));
        assertThat(post(actor, HALL, List.of(new FileId(UUID.randomUUID())), null))
                .isEqualTo(new Result.Refused(ChangeRefusal.NO_SUCH_FILE, null));
        assertThatThrownBy(() -> post(Actor.SignedIn.of(inactive), HALL, List.of(), null))
                .isInstanceOf(ActorEnded.class);
        assertThat(signals).isEmpty();
    }

    @Test
    void tells_all_nodes_to_look_for_a_message_that_may_have_been_stored() {
        Messages failing = new ForwardedMessages(club.messages) {
            @Override
            public List<Outcome> append(List<? extends ChangeDraft> drafts) {
                throw new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(1), "away", null);
            }
        };
        PostMessage posting = new PostMessage(
                new ChangeMessages(
                        failing,
                        club.revocations,
                        club.clock,
                        () -> new MessageId(UUID.randomUUID()),
                        EditWindow.DEFAULT),
                club.relay);

        assertThatThrownBy(() -> posting.post(
                        Actor.SignedIn.of(john), new Command(HALL, MessageText.of("Hello"), List.of(), null, null)))
                .isInstanceOf(Unavailable.class);
        assertThat(signals).containsExactly(new RoomSignal.Reached(HALL, RoomSignal.Reached.UNKNOWN));
    }
}
