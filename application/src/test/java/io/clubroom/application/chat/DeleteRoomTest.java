package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.chat.DeleteRoom.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeleteRoomTest {
    private static final RoomId CELLAR = RoomId.of("cellar");

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final RelayRecorder here = RelayRecorder.on(club.relay);
    private final RelayRecorder otherNode = RelayRecorder.on(club.otherNode());

    DeleteRoomTest() {
        club.rooms.add(RoomsContract.room("cellar"));
    }

    @Test
    void deletes_a_room_with_its_messages_and_notifies_all_nodes() {
        Chats.say(club, admin, "cellar", "gone soon");

        assertThat(club.deleteRoom.delete(Club.as(admin), CELLAR)).isEqualTo(new Result.Deleted());

        assertThat(club.publicRooms()).isEmpty();
        assertThat(club.messages.following(Map.of(CELLAR, 0L), 10)).isEmpty();
        assertThat(here.deleted).containsExactly(CELLAR);
        assertThat(otherNode.deleted).containsExactly(CELLAR);
    }

    @Test
    void reports_not_found_the_second_time_and_notifies_nobody() {
        club.deleteRoom.delete(Club.as(admin), CELLAR);
        here.deleted.clear();

        assertThat(club.deleteRoom.delete(Club.as(admin), CELLAR)).isEqualTo(refused(RoomVerdict.NOT_FOUND));
        assertThat(here.deleted).isEmpty();
    }

    private static Result refused(RoomVerdict verdict) {
        return new Result.Refused(verdict);
    }

    @Test
    void owners_delete_their_rooms() {
        User trainer = club.join(UserFixture.user().role(Role.TRAINER));
        User client = club.join(UserFixture.user());
        RoomId room = Chats.privateRoom(club, trainer, client);
        RoomId direct = Chats.directRoom(club, trainer, client);

        assertThat(club.deleteRoom.delete(Club.as(client), room)).isEqualTo(refused(RoomVerdict.FORBIDDEN));
        assertThat(club.deleteRoom.delete(Club.as(admin), room)).isEqualTo(refused(RoomVerdict.NOT_FOUND));
        assertThat(club.deleteRoom.delete(Club.as(client), direct)).isEqualTo(refused(RoomVerdict.DIRECT_ROOM));
        assertThat(here.deleted).isEmpty();

        assertThat(club.deleteRoom.delete(Club.as(trainer), room)).isEqualTo(new Result.Deleted());
        assertThat(here.deleted).containsExactly(room);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void nobody_else_deletes_a_public_room(Role role) {
        User somebody = club.join(UserFixture.user().role(role));

        assertThat(club.deleteRoom.delete(Club.as(somebody), CELLAR)).isEqualTo(refused(RoomVerdict.FORBIDDEN));
        assertThat(club.deleteRoom.delete(Actor.ANONYMOUS, CELLAR)).isEqualTo(new Result.NotSignedIn());
        assertThat(club.publicRooms()).hasSize(1);
        assertThat(here.deleted).isEmpty();
    }

    @Test
    void notifies_nobody_before_the_commit() {
        assertThatThrownBy(() -> club.transactions.run(() -> {
                    assertThat(club.deleteRoom.delete(Club.as(admin), CELLAR)).isEqualTo(new Result.Deleted());
                    assertThat(here.deleted).isEmpty();
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(here.deleted).isEmpty();
        assertThat(club.publicRooms()).hasSize(1);
    }
}
