package io.clubroom.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.CreateRoom;
import io.clubroom.application.chat.RemoveMember;
import io.clubroom.application.chat.SetRoomRole;
import io.clubroom.chat.Client.Frame;
import io.clubroom.chat.feed.FeedDispatcher;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What connections are told about rooms that they are not in, on two nodes. */
final class FeedTest {
    private static final TestNode.World WORLD = new TestNode.World();
    private static TestNode one;
    private static TestNode two;

    private final User owner = UserFixture.admin().fullName("Olga Owner").build();
    private final User john = WORLD.user("John Smith");

    FeedTest() {
        WORLD.users.add(owner);
    }

    @BeforeAll
    static void start() {
        one = TestNode.start(WORLD);
        two = TestNode.start(WORLD);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    private static Client signedIn(TestNode node, User user) {
        Client client = Client.connect(node.uri("/api/chat/ws?protocol=2&token=" + TestNode.token(user)));
        client.expect("authenticated");
        return client;
    }

    private static RoomRelay relay() {
        return one.context().getBean(RoomRelay.class);
    }

    /** Creates a room over node one. */
    private RoomId create(RoomKind kind, User... members) {
        CreateRoom create = new CreateRoom(
                WORLD.transactions,
                WORLD.rooms,
                WORLD.members,
                WORLD.visibleRooms,
                RoomCreators.DEFAULT,
                relay(),
                WORLD.clock,
                UUID::randomUUID);
        CreateRoom.Result created = create.create(Actor.SignedIn.of(owner), new CreateRoom.Request() {
            @Override
            public RoomKind kind() {
                return kind;
            }

            @Override
            public CreateRoom.Command command() {
                return new CreateRoom.Command(
                        new RoomId("room-" + UUID.randomUUID()),
                        RoomName.of("A room"),
                        Arrays.stream(members).map(User::id).toList());
            }
        });
        return ((CreateRoom.Result.Created) created).room().summary().room().id();
    }

    private void add(RoomId room, User user) {
        SetRoomRole set =
                new SetRoomRole(WORLD.transactions, WORLD.members, WORLD.rooms, WORLD.users, relay(), WORLD.clock);
        set.set(Actor.SignedIn.of(owner), room, () -> new SetRoomRole.Command(user.id(), RoomRole.MEMBER));
    }

    private void remove(User remover, RoomId room, User user) {
        new RemoveMember(WORLD.transactions, WORLD.rooms, WORLD.members, WORLD.rooms, relay())
                .remove(Actor.SignedIn.of(remover), room, user::id);
    }

    private static Frame added(RoomId room) {
        return new Frame(Map.of("type", "room_added", "room", Map.of("id", room.value())));
    }

    private static Frame removed(RoomId room, String reason) {
        return new Frame(Map.of("type", "room_removed", "room_id", room.value(), "reason", reason));
    }

    private static Frame activity(RoomId room, long last, long unread) {
        return new Frame(Map.of(
                "type",
                "room_activity",
                "room_id",
                room.value(),
                "last_seq",
                last,
                "last_change",
                last,
                "unread_count",
                unread,
                "mention_count",
                0L));
    }

    @Test
    void users_are_told_on_all_connections_that_they_have_joined_and_left_rooms() {
        try (Client onOne = signedIn(one, john);
                Client onTwo = signedIn(two, john);
                Client ofOwner = signedIn(two, owner);
                Client first = Client.signedIn(one, TestNode.token(john))) {
            List<Client> johns = List.of(onOne, onTwo);

            RoomId room = create(RoomKind.PRIVATE, john);
            RoomId other = create(RoomKind.PRIVATE);
            add(other, john);
            for (Client client : johns) {
                assertThat(List.of(client.next(), client.next())).containsExactlyInAnyOrder(added(room), added(other));
            }
            assertThat(List.of(ofOwner.next(), ofOwner.next())).containsExactlyInAnyOrder(added(room), added(other));

            remove(owner, room, john);
            remove(john, other, john);
            johns.forEach(client -> assertThat(List.of(client.next(), client.next()))
                    .containsExactly(removed(room, "removed"), removed(other, "left")));
            add(room, john);
            johns.forEach(client -> assertThat(client.next()).isEqualTo(added(room)));
            one.deleteRoom(room, owner);
            johns.forEach(client -> assertThat(client.next()).isEqualTo(removed(room, "deleted")));
            assertThat(ofOwner.next()).isEqualTo(removed(room, "deleted"));

            // Protocol 1 knows none of this.
            assertThat(first.drain()).isEmpty();
        }
    }

    @Test
    void a_ban_in_a_public_room_is_told_to_the_user() {
        RoomId hall = RoomsContract.room("hall-" + UUID.randomUUID()).id();
        WORLD.rooms.add(RoomsContract.room(hall.value()));
        try (Client client = signedIn(two, john)) {
            relay().memberRemoved(hall, john.id(), Departure.BANNED);

            assertThat(client.next()).isEqualTo(removed(hall, "banned"));
        }
    }

    @Test
    void everybody_who_is_not_banned_is_told_of_a_public_room() {
        try (Client client = signedIn(two, john);
                Client ofOwner = signedIn(one, owner)) {
            RoomId hall = create(RoomKind.PUBLIC);
            assertThat(client.next()).isEqualTo(added(hall));
            assertThat(ofOwner.next()).isEqualTo(added(hall));

            WORLD.transactions.run(() -> WORLD.sanctions.set(new Sanction(
                    hall,
                    john.id(),
                    Sanction.Kind.BAN,
                    null,
                    new Reason("Insults"),
                    owner.id(),
                    WORLD.clock.instant())));
            one.deleteRoom(hall, owner);
            assertThat(ofOwner.next()).isEqualTo(removed(hall, "deleted"));
            RoomId cellar = create(RoomKind.PUBLIC);
            // Nothing comes before it.
            assertThat(client.next()).isEqualTo(added(cellar));
            one.deleteRoom(cellar, owner);
            assertThat(client.next()).isEqualTo(removed(cellar, "deleted"));
        }
    }

    @Test
    void connections_are_told_of_new_messages_in_rooms_that_they_are_not_in() {
        RoomId room = create(RoomKind.PRIVATE, john);
        try (Client outside = signedIn(two, john);
                Client inside = signedIn(two, john);
                Client author = Client.in(one, TestNode.token(owner), room.value())) {
            inside.enter(room.value());

            author.say(room.value(), "Hello", null);
            assertThat(outside.next()).isEqualTo(activity(room, 1, 1));
            inside.await("message");
            assertThat(inside.drain()).noneMatch(frame -> frame.type().equals("room_activity"));
        }
    }

    @Test
    void whoever_leaves_a_room_is_told_where_it_ends() {
        RoomId room = create(RoomKind.PRIVATE, john);
        try (Client client = signedIn(two, john)) {
            client.enter(room.value());
            one.post(owner, room.value(), "Hello");
            client.await("message");

            client.send("{\"type\":\"disconnect\",\"room_id\":\"" + room.value() + "\"}");

            client.await("disconnected");
            assertThat(client.next()).isEqualTo(activity(room, 1, 1));
        }
    }

    @Test
    void other_connections_are_told_what_is_left_when_the_user_reads() {
        RoomId room = create(RoomKind.PRIVATE, john);
        one.post(owner, room.value(), "Hello");
        try (Client client = signedIn(one, john)) {
            WORLD.transactions.run(() -> WORLD.reads.read(john.id(), room, 1));
            one.context().getBean(FeedDispatcher.class).read(room, john.id());

            assertThat(client.next()).isEqualTo(activity(room, 1, 0));
        }
    }

    @Test
    void a_client_that_begins_to_speak_protocol_2_is_told_from_then_on() {
        RoomId room = create(RoomKind.PRIVATE, john);
        RoomId other = create(RoomKind.PRIVATE, john);
        try (Client client = Client.in(two, TestNode.token(john), room.value())) {
            one.post(owner, other.value(), "Unheard");
            client.await("user_joined");

            client.send("{\"type\":\"connect\",\"room_id\":\"" + room.value() + "\",\"protocol\":2}");
            client.await("connected");
            one.post(owner, room.value(), "Inside");
            one.post(owner, other.value(), "Outside");
            assertThat(client.await("room_activity")).isEqualTo(activity(other, 2, 2));
        }
    }

    @Test
    void what_happens_while_a_node_is_cut_off_is_told_afterwards() {
        RoomId left = create(RoomKind.PRIVATE, john);
        RoomId kept = create(RoomKind.PRIVATE, john);
        RoomId other = create(RoomKind.PRIVATE, john);
        try (Client client = signedIn(two, john)) {
            one.post(owner, other.value(), "Known");
            // The rooms of the user have been read.
            client.await("room_activity");
            two.interruptRelay(true);
            RoomId joined = create(RoomKind.PRIVATE, john);
            remove(john, left, john);
            one.post(owner, kept.value(), "Missed");
            two.interruptRelay(false);

            assertThat(List.of(client.next(), client.next(), client.next()))
                    .contains(added(joined), removed(left, "removed"), activity(kept, 1, 1));
        }
    }
}
