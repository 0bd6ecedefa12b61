package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ListRooms.Query;
import io.clubroom.application.chat.ListRooms.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListRoomsTest {
    private final Club club = new Club();
    private final User client = club.join(UserFixture.user().fullName("Maria Client"));
    private final User trainer =
            club.join(UserFixture.user().fullName("Tom Trainer").role(Role.TRAINER));
    private final Room a = RoomsContract.room("a");
    private final Room b = RoomsContract.room("b");
    private final Room c = RoomsContract.room("c");

    ListRoomsTest() {
        List.of(c, a, b).forEach(club.rooms::add);
    }

    private Result.Page list(User user, Query query) {
        return (Result.Page) club.listRooms.list(Club.as(user), query);
    }

    private static List<RoomId> ids(Result.Page page) {
        return page.rooms().stream().map(room -> room.summary().room().id()).toList();
    }

    private List<RoomId> ids(User user, @Nullable RoomKind kind) {
        return ids(list(user, new Query(kind, null, 100)));
    }

    @Test
    void lists_rooms_by_id_for_signed_in_users() {
        Result.Page page = list(client, new Query(null, null, 3));

        assertThat(page.rooms()).extracting(room -> room.summary().room()).containsExactly(a, b, c);
        assertThat(page.next()).isNull();
    }

    @Test
    void returns_where_the_next_page_begins() {
        Result.Page first = list(client, new Query(null, null, 2));

        assertThat(ids(first)).containsExactly(a.id(), b.id());
        assertThat(first.next()).isEqualTo(b.id());
        assertThat(ids(list(client, new Query(null, b.id(), 2)))).containsExactly(c.id());
    }

    @Test
    void continues_after_a_room_that_was_deleted_meanwhile() {
        club.rooms.remove(b.id());

        assertThat(ids(list(client, new Query(null, b.id(), 2)))).containsExactly(c.id());
        assertThat(ids(list(client, new Query(null, new RoomId("z"), 2)))).isEmpty();
    }

    @Test
    void lists_private_and_direct_rooms_for_their_members_only() {
        User admin = club.join(UserFixture.admin());
        RoomId own = Chats.privateRoom(club, trainer, client);
        RoomId hidden = Chats.privateRoom(club, trainer);
        RoomId direct = Chats.directRoom(club, client, trainer);

        assertThat(ids(client, null)).containsExactlyInAnyOrder(a.id(), b.id(), c.id(), own, direct);
        assertThat(ids(trainer, RoomKind.PRIVATE)).containsExactlyInAnyOrder(own, hidden);
        assertThat(ids(client, RoomKind.PRIVATE)).containsExactly(own);
        assertThat(ids(client, RoomKind.DIRECT)).containsExactly(direct);
        assertThat(ids(client, RoomKind.PUBLIC)).containsExactly(a.id(), b.id(), c.id());
        assertThat(ids(admin, null)).containsExactly(a.id(), b.id(), c.id());
        assertThat(club.getRoom.get(Club.as(admin), own)).isEqualTo(new GetRoom.Result.NotFound());
        assertThat(club.getRoom.get(Club.as(client), hidden)).isEqualTo(new GetRoom.Result.NotFound());
        assertThat(club.getRoom.get(Club.as(client), new RoomId("none"))).isEqualTo(new GetRoom.Result.NotFound());
    }

    private DescribedRoom get(User user, RoomId room) {
        return ((GetRoom.Result.Found) club.getRoom.get(Club.as(user), room)).room();
    }

    @Test
    void shows_the_last_message_and_where_the_room_ends() {
        RoomId room = Chats.privateRoom(club, trainer, client);
        Chats.say(club, client, room.value(), "one", "two");

        DescribedRoom seen = get(trainer, room);

        Message last = seen.lastMessage();
        assertThat(last).isNotNull();
        assertThat(last.text()).isEqualTo(new MessageText("two"));
        assertThat(last.seq()).isEqualTo(2);
        assertThat(seen.summary().reached()).isEqualTo(new Rooms.Reached(Club.NOW, 2, 2));
        assertThat(list(trainer, new Query(RoomKind.PRIVATE, null, 1)).rooms()).containsExactly(seen);
        assertThat(get(trainer, a.id()).lastMessage()).isNull();
    }

    @Test
    void shows_what_the_reader_has_read_and_what_not() {
        RoomId room = Chats.privateRoom(club, trainer, client);
        Chats.say(
                club,
                client,
                room.value(),
                "one",
                "two",
                "three @" + trainer.username().value());
        club.roomReads.read(trainer.id(), room, 1);
        club.roomReads.setNotify(trainer.id(), room, NotifyLevel.MENTIONS);

        assertThat(get(trainer, room).counts()).isEqualTo(new RoomReads.Counts(1, 2, 1, NotifyLevel.MENTIONS));
        assertThat(list(trainer, new Query(RoomKind.PRIVATE, null, 1)).rooms()).containsExactly(get(trainer, room));
        assertThat(get(client, room).counts()).isEqualTo(new RoomReads.Counts(0, 0, 0, NotifyLevel.ALL));
    }

    @Test
    void a_direct_room_has_the_names_of_the_others() {
        User zoe = club.join(UserFixture.user().fullName("zoe zimmer"));
        RoomId two = Chats.directRoom(club, client, trainer);
        RoomId three = Chats.directRoom(club, client, zoe, trainer);

        assertThat(name(client, two)).isEqualTo("Tom Trainer");
        assertThat(name(trainer, two)).isEqualTo("Maria Client");
        assertThat(name(client, three)).isEqualTo("Tom Trainer, zoe zimmer");
        assertThat(name(zoe, three)).isEqualTo("Maria Client, Tom Trainer");
        club.users.remove(trainer.id());
        assertThat(name(client, two)).isEqualTo("Deleted user");
        assertThat(name(client, three)).isEqualTo("zoe zimmer");
    }

    private String name(User user, RoomId room) {
        return get(user, room).summary().room().name().value();
    }

    @Test
    void counts_active_members() {
        RoomId room = Chats.privateRoom(club, trainer, client);
        club.join(UserFixture.user());
        List<Long> counts = new ArrayList<>();
        counts.add(get(trainer, room).summary().memberCount());
        counts.add(get(trainer, a.id()).summary().memberCount());
        club.users.update(client.with(UserChange.NOTHING.withActive(false)));
        counts.add(get(trainer, room).summary().memberCount());
        counts.add(get(trainer, a.id()).summary().memberCount());

        assertThat(counts).containsExactly(2L, 3L, 1L, 2L);
    }

    @Test
    void returns_nothing_without_signing_in() {
        assertThat(club.listRooms.list(Actor.ANONYMOUS, new Query(null, null, 10)))
                .isEqualTo(new Result.NotSignedIn());
        assertThat(club.getRoom.get(Actor.ANONYMOUS, a.id())).isEqualTo(new GetRoom.Result.NotSignedIn());
    }
}
