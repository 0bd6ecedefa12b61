package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client gets the answers to its changes in the order in which it asked for them, whether they have changed something or not. */
class AnswersTest {
    private static final RoomId ROOM = new RoomId("room");
    private static final Message MESSAGE =
            new Message(new MessageId(new UUID(0, 1)), ROOM, 1, null, new MessageText("text"), null, Instant.EPOCH);
    private static final RoomChange UNCHANGED = new RoomChange.Edited(RoomChange.UNNUMBERED, MESSAGE);

    private final LiveRooms rooms = new LiveRooms(Limits.DEFAULT);
    private final User user = UserFixture.user().build();
    private final Subscription client = new Subscription(ROOM, Actor.SignedIn.of(user), Participant.of(user), 2);

    @BeforeEach
    void enter() {
        rooms.handle(List.of(new Input.Subscribe(client, null)));
        rooms.handle(
                List.of(new Input.Admitted(List.of(new EnterRoom.Decision.Allowed(reached(1), null, true, null)))));
    }

    private static Rooms.Reached reached(long change) {
        return new Rooms.Reached(Instant.EPOCH, 1, change);
    }

    private static RoomChange edited(long change) {
        return new RoomChange.Edited(change, MESSAGE);
    }

    /** The client edits as often as there are outcomes, which are stored together. */
    private List<Effect> edit(Outcome... outcomes) {
        Input edit = new Input.Change(client, new Action.Edit(MESSAGE.id(), MESSAGE.text()), null);
        rooms.handle(List.of(outcomes).stream().map(_ -> edit).toList());
        return rooms.handle(List.of(new Input.Stored(1, List.of(outcomes), 0)));
    }

    /** The numbers of the changes that the client is sent. */
    private static List<Long> sent(List<Effect> effects) {
        return effects.stream()
                .flatMap(effect -> switch (effect) {
                    case Effect.Deliver deliver -> deliver.changes().stream().map(RoomChange::change);
                    case Effect.Answered answered -> List.of(answered.change().change()).stream();
                    default -> List.<Long>of().stream();
                })
                .toList();
    }

    @Test
    void of_changes_that_are_stored_together() {
        assertThat(sent(edit(
                        new Outcome.Unchanged(UNCHANGED),
                        new Outcome.Stored(edited(2)),
                        new Outcome.Unchanged(UNCHANGED),
                        new Outcome.Repeated(edited(1)),
                        new Outcome.Stored(edited(3)),
                        new Outcome.Stored(edited(4)),
                        new Outcome.Repeated(edited(4)))))
                .containsExactly(RoomChange.UNNUMBERED, 2L, RoomChange.UNNUMBERED, 1L, 3L, 4L, 4L);
    }

    @Test
    void of_changes_that_follow_those_of_another_node() {
        List<Effect> effects =
                edit(new Outcome.Stored(edited(3)), new Outcome.Unchanged(UNCHANGED), new Outcome.Stored(edited(4)));
        assertThat(sent(effects)).isEmpty();
        long load = effects.stream()
                .filter(Effect.Load.class::isInstance)
                .map(each -> ((Effect.Load) each).load())
                .findFirst()
                .orElseThrow();

        assertThat(sent(rooms.handle(List.of(new Input.Loaded(
                        load,
                        new FollowRooms.News(
                                Map.of(ROOM, reached(4)), Map.of(ROOM, List.of(edited(2), edited(3), edited(4)))))))))
                .containsExactly(2L, 3L, RoomChange.UNNUMBERED, 4L);
    }
}
