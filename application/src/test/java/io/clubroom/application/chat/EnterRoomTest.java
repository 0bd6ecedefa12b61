package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.EnterRoom.Decision;
import io.clubroom.application.chat.EnterRoom.Request;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnterRoomTest {
    private final Club club = new Club();
    private final User user = club.join(UserFixture.user());

    EnterRoomTest() {
        club.rooms.add(RoomsContract.room("quiet"));
        club.rooms.add(RoomsContract.room("busy"));
        Chats.say(club, user, "busy", "1", "2");
    }

    private Request request(String room) {
        return new Request(Actor.SignedIn.of(user), new RoomId(room), null, false);
    }

    @Test
    void any_signed_in_user_may_enter_a_public_room_that_exists() {
        List<Decision> decisions = new EnterRoom(club.rooms, club.rooms, club.roomReads)
                .enter(List.of(request("busy"), request("none"), request("quiet"), request("busy")))
                .decisions();

        assertThat(decisions)
                .containsExactly(
                        new Decision.Allowed(RoomsContract.reached(2), null, true, null),
                        new Decision.NotFound(false),
                        new Decision.Allowed(RoomsContract.reached(0), null, true, null),
                        new Decision.Allowed(RoomsContract.reached(2), null, true, null));
    }

    @Test
    void only_members_may_enter_a_private_room() {
        RoomId cellar = new RoomId("cellar");
        club.rooms.add(new Room(cellar, new RoomName("Cellar"), RoomKind.PRIVATE, RoomsContract.CREATED_AT));
        EnterRoom enterRoom = new EnterRoom(club.rooms, club.rooms, club.roomReads);

        assertThat(enterRoom.enter(List.of(request("cellar"))).decisions())
                .containsExactly(new Decision.NotFound(true));

        club.roomMembers.add(cellar, List.of(user.id()), RoomRole.MEMBER, Club.NOW);
        assertThat(enterRoom.enter(List.of(request("cellar"))).decisions())
                .containsExactly(new Decision.Allowed(RoomsContract.reached(0), null, true, null));
    }

    @Test
    void tells_which_change_a_message_is() {
        RoomId busy = new RoomId("busy");
        club.changeMessages.change(List.of(new ChangeMessages.Delete(
                Actor.SignedIn.of(user),
                busy,
                club.messages.newest(busy, 0, 2, 1).getFirst().id(),
                null)));
        Chats.say(club, user, "busy", "3");

        assertThat(new EnterRoom(club.rooms, club.rooms, club.roomReads)
                        .enter(List.of(new Request(Actor.SignedIn.of(user), busy, 3L, false), request("busy")))
                        .decisions())
                .extracting(decision -> ((Decision.Allowed) decision).change())
                .containsExactly(4L, null);
    }
}
