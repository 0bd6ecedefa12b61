package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ListRooms.Query;
import io.clubroom.application.chat.ListRooms.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListRoomsTest {
    private final Club club = new Club();
    private final User client = club.join(UserFixture.user());
    private final Room a = RoomsContract.room("a");
    private final Room b = RoomsContract.room("b");
    private final Room c = RoomsContract.room("c");

    ListRoomsTest() {
        List.of(c, a, b).forEach(club.rooms::add);
    }

    @Test
    void lists_rooms_by_id_for_signed_in_users() {
        assertThat(club.listRooms.list(Club.as(client), new Query(null, 3)))
                .isEqualTo(new Result.Page(List.of(a, b, c), null));
    }

    @Test
    void returns_where_the_next_page_begins() {
        assertThat(club.listRooms.list(Club.as(client), new Query(null, 2)))
                .isEqualTo(new Result.Page(List.of(a, b), b.id()));
        assertThat(club.listRooms.list(Club.as(client), new Query(b.id(), 2)))
                .isEqualTo(new Result.Page(List.of(c), null));
    }

    @Test
    void continues_after_a_room_that_was_deleted_meanwhile() {
        club.rooms.remove(b.id());

        assertThat(club.listRooms.list(Club.as(client), new Query(b.id(), 2)))
                .isEqualTo(new Result.Page(List.of(c), null));
        assertThat(club.listRooms.list(Club.as(client), new Query(new RoomId("z"), 2)))
                .isEqualTo(new Result.Page(List.of(), null));
    }

    @Test
    void returns_nothing_without_signing_in() {
        assertThat(club.listRooms.list(Actor.ANONYMOUS, new Query(null, 10))).isEqualTo(new Result.NotSignedIn());
    }
}
