package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.MarkReadings.Outcome;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkReadTest {
    private final Club club = new Club();
    private final User trainer = club.join(UserFixture.user().role(Role.TRAINER));
    private final User client = club.join(UserFixture.user());
    private final User stranger = club.join(UserFixture.user());
    private final RoomId room = Chats.privateRoom(club, trainer, client);
    private final MarkRead markRead = new MarkRead(club.transactions, club.rooms, club.roomReads, club.relay);
    private final MarkReadings markReadings = new MarkReadings(club.rooms, club.roomReads, club.relay);
    private final RelayRecorder told = new RelayRecorder() {
        @Override
        public void heard(NodeId node, RoomSignal signal) {
            // It is told when it is stored.
            RoomSignal.Read read = (RoomSignal.Read) signal;
            assertThat(club.roomReads.counts(read.user(), List.of(read.room())).values())
                    .extracting(RoomReads.Counts::seq)
                    .containsExactly(read.seq());
            super.heard(node, signal);
        }
    };

    @BeforeEach
    void listen() {
        Chats.say(club, client, room.value(), "one", "two");
        club.relay.listen(told);
    }

    private RoomSignal.Read reading(User user, long seq) {
        return new RoomSignal.Read(room, user.id(), seq, ReadAudience.allBut(Set.of()));
    }

    private MarkReadings.Request request(User user, long seq) {
        return new MarkReadings.Request(Actor.SignedIn.of(user), room, seq, false);
    }

    @Test
    void who_may_know_is_told_of_what_is_not_less_than_before() {
        markRead.mark(Club.as(trainer), room, () -> 0);
        assertThat(markRead.mark(Club.as(trainer), room, () -> 1))
                .isEqualTo(new MarkRead.Result.Marked(new RoomReads.Counts(1, 1, 0, NotifyLevel.ALL)));
        markRead.mark(Club.as(trainer), room, () -> 2);
        markRead.mark(Club.as(trainer), room, () -> 1);
        assertThat(markRead.mark(Club.as(trainer), room, () -> 3)).isEqualTo(new MarkRead.Result.BeyondEnd());

        assertThat(told.heard).containsExactly(reading(trainer, 1), reading(trainer, 2));
    }

    @Test
    void a_repeat_is_told_because_its_first_request_may_have_got_no_answer() {
        club.roomReads.read(trainer.id(), room, 2);

        assertThat(markRead.mark(Club.as(trainer), room, () -> 2))
                .isEqualTo(new MarkRead.Result.Marked(new RoomReads.Counts(2, 0, 0, NotifyLevel.ALL)));

        assertThat(told.heard).containsExactly(reading(trainer, 2));
    }

    @Test
    void what_may_have_been_stored_without_being_told_is_told() {
        club.roomReads.read(trainer.id(), room, 2);

        markReadings.mark(List.of(request(trainer, 2)));
        assertThat(told.heard).isEmpty();
        markReadings.mark(List.of(new MarkReadings.Request(Actor.SignedIn.of(trainer), room, 2, true)));

        assertThat(told.heard).containsExactly(reading(trainer, 2));
    }

    @Test
    void many_readings_are_marked_together() {
        club.roomReads.read(trainer.id(), room, 1);

        assertThat(markReadings
                        .mark(List.of(request(stranger, 1), request(client, 2), request(trainer, 1)))
                        .outcomes())
                .containsExactly(Outcome.NOT_FOUND, Outcome.DONE, Outcome.DONE);
        assertThat(markReadings.mark(List.of(request(trainer, 3))).outcomes()).containsExactly(Outcome.BEYOND_END);
        assertThat(told.heard).containsExactly(reading(client, 2));
        assertThat(club.roomReads.counts(stranger.id(), List.of(room)).get(room))
                .extracting(RoomReads.Counts::seq)
                .isEqualTo(0L);
    }
}
