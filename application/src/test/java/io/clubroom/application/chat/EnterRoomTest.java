package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.EnterRoom.Decision;
import io.clubroom.application.chat.EnterRoom.Request;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
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
        return new Request(Actor.SignedIn.of(user), new RoomId(room));
    }

    @Test
    void any_signed_in_user_may_enter_a_room_that_exists() {
        List<Decision> decisions = new EnterRoom(club.rooms, club.rooms)
                .enter(List.of(request("busy"), request("none"), request("quiet"), request("busy")))
                .decisions();

        assertThat(decisions)
                .containsExactly(
                        new Decision.Allowed(RoomsContract.reached(2)),
                        new Decision.NotFound(),
                        new Decision.Allowed(RoomsContract.reached(0)),
                        new Decision.Allowed(RoomsContract.reached(2)));
    }
}
