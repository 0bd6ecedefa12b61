package io.clubroom.persistence.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.DescribeRooms;
import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.application.chat.OpenDirectRoom;
import io.clubroom.application.chat.RemoveMember;
import io.clubroom.application.chat.SetRoomRole;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.PeopleDirectory;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.chat.PeopleDirectoryContract;
import io.clubroom.testkit.chat.RoomMembersContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcRoomMembersTest implements RoomMembersContract, PeopleDirectoryContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public RoomMembers members() {
        return STORE.node().roomMembers();
    }

    @Override
    public DirectRooms directRooms() {
        return STORE.node().directRooms();
    }

    @Override
    public UserBlocks blocks() {
        return STORE.node().userBlocks();
    }

    @Override
    public VisibleRooms visibleRooms() {
        return STORE.node().visibleRooms();
    }

    @Override
    public RoomStandings standings() {
        return STORE.node().standings();
    }

    @Override
    public PeopleDirectory directory() {
        return STORE.node().people();
    }

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    // Races of use cases

    private static final InstantSource CLOCK = InstantSource.fixed(JOINED);
    private static final int ROUNDS = 5;

    private static User aUser() {
        User user = UserFixture.user().build();
        STORE.node().users().add(user);
        return user;
    }

    private static RoomId aRoom(User owner) {
        Room room = new Room(new RoomId("room-" + UUID.randomUUID()), new RoomName("A room"), RoomKind.PRIVATE, JOINED);
        STORE.node().rooms().add(room);
        join(room.id(), owner, RoomRole.OWNER);
        return room.id();
    }

    private static void join(RoomId room, User user, RoomRole role) {
        STORE.node().roomMembers().add(room, List.of(user.id()), role, JOINED);
    }

    private static Object set(User giver, RoomId room, User user, RoomRole role) {
        Node node = STORE.node();
        return resultOrReason(() -> new SetRoomRole(
                        node.transactions(), node.roomMembers(), node.standings(), node.users(), node.relay(), CLOCK)
                .set(Actor.SignedIn.of(giver), room, () -> new SetRoomRole.Command(user.id(), role)));
    }

    private static Object remove(User remover, RoomId room, User user) {
        Node node = STORE.node();
        return resultOrReason(() -> new RemoveMember(
                        node.transactions(), node.rooms(), node.roomMembers(), node.standings(), node.relay())
                .remove(Actor.SignedIn.of(remover), room, user::id));
    }

    private static Object resultOrReason(Supplier<?> useCase) {
        try {
            return useCase.get();
        } catch (ActorEnded ended) {
            return ended.reason();
        }
    }

    /** As {@link UpdateUser} and {@link DeleteUser} do it. */
    private static Object end(User user, boolean delete) {
        Node node = STORE.node();
        return node.transactions().call(() -> {
            node.admins().lock();
            node.roomMembers().lockOwnedBy(user.id());
            User found = node.users().lockExclusively(user.id()).orElseThrow();
            new HandOverRooms(node.rooms(), node.roomMembers(), node.relay()).handOver(user.id());
            if (delete) {
                node.users().remove(user.id());
            } else {
                node.users().update(found.changed(UserChange.NOTHING.withActive(false), JOINED));
            }
            return "ended";
        });
    }

    private static List<UserId> owners(RoomId room) {
        return STORE.node().roomMembers().list(room, null, 100).stream()
                .filter(member -> member.role() == RoomRole.OWNER)
                .map(member -> member.user().id())
                .toList();
    }

    @RepeatedTest(ROUNDS)
    void of_two_owners_who_leave_at_once_one_stays() {
        User a = aUser();
        User b = aUser();
        RoomId room = aRoom(a);
        join(room, b, RoomRole.OWNER);
        join(room, aUser(), RoomRole.MEMBER);

        List<Object> results = Race.of(2, i -> i == 0 ? remove(a, room, a) : remove(b, room, b));

        assertThat(results)
                .containsExactlyInAnyOrder(new RemoveMember.Result.Removed(), new RemoveMember.Result.LastOwner());
        assertThat(owners(room)).hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void of_two_owners_who_demote_each_other_at_once_one_stays() {
        User a = aUser();
        User b = aUser();
        RoomId room = aRoom(a);
        join(room, b, RoomRole.OWNER);

        List<Object> results =
                Race.of(2, i -> i == 0 ? set(a, room, b, RoomRole.MEMBER) : set(b, room, a, RoomRole.MEMBER));

        assertThat(results)
                .contains(new SetRoomRole.Result.Refused(RoomVerdict.FORBIDDEN))
                .hasAtLeastOneElementOfType(SetRoomRole.Result.Done.class);
        assertThat(owners(room)).hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void a_room_has_one_owner_when_the_last_one_promotes_somebody_and_ends_at_once() {
        User owner = aUser();
        User promoted = aUser();
        User moderator = aUser();
        RoomId room = aRoom(owner);
        join(room, promoted, RoomRole.MEMBER);
        join(room, moderator, RoomRole.MODERATOR);

        List<Object> results = Race.of(2, i -> i == 0 ? end(owner, true) : set(owner, room, promoted, RoomRole.OWNER));

        UserId expected = results.get(1) instanceof SetRoomRole.Result.Done ? promoted.id() : moderator.id();
        assertThat(owners(room)).containsExactly(expected);
    }

    @RepeatedTest(ROUNDS)
    void the_successor_is_not_somebody_who_leaves_at_once() {
        User owner = aUser();
        User leaving = aUser();
        User member = aUser();
        RoomId room = aRoom(owner);
        join(room, leaving, RoomRole.MODERATOR);
        join(room, member, RoomRole.MEMBER);

        List<Object> results = Race.of(2, i -> i == 0 ? end(owner, false) : remove(leaving, room, leaving));

        assertThat(results.get(1)).isIn(new RemoveMember.Result.Removed(), new RemoveMember.Result.LastOwner());
        assertThat(owners(room))
                .containsExactly(results.get(1).equals(new RemoveMember.Result.Removed()) ? member.id() : leaving.id());
    }

    @RepeatedTest(ROUNDS)
    void whoever_is_deactivated_does_not_become_the_only_owner_at_once() {
        User owner = aUser();
        User promoted = aUser();
        RoomId room = aRoom(owner);
        join(room, promoted, RoomRole.MEMBER);

        Race.of(3, i -> switch (i) {
            case 0 -> end(promoted, false);
            case 1 -> set(owner, room, promoted, RoomRole.OWNER);
            default -> remove(owner, room, owner);
        });

        // The owner may have been alone, and gone with the room.
        if (!STORE.node().rooms().reached(List.of(room)).isEmpty()) {
            assertThat(owners(room)).containsExactly(owner.id());
        }
    }

    @RepeatedTest(ROUNDS)
    void a_room_goes_with_its_only_member_who_writes_meanwhile() {
        User owner = aUser();
        RoomId room = aRoom(owner);

        List<Object> results = Race.of(
                4,
                i -> i == 0
                        ? end(owner, i % 2 == 0)
                        : STORE.node()
                                .messages()
                                .append(List.of(new Draft(
                                        new MessageId(UUID.randomUUID()),
                                        room,
                                        owner.id(),
                                        owner.tokenVersion(),
                                        new MessageText("text"),
                                        null,
                                        JOINED))));

        assertThat(results).contains("ended");
        assertThat(STORE.node().rooms().reached(List.of(room))).isEmpty();
    }

    @Test
    void exactly_one_of_8_direct_rooms_of_the_same_people_is_opened() {
        User a = aUser();
        User b = aUser();
        Node node = STORE.node();
        OpenDirectRoom open = new OpenDirectRoom(
                node.transactions(),
                node.directRooms(),
                node.roomMembers(),
                node.userBlocks(),
                node.visibleRooms(),
                new DescribeRooms(node.messages(), node.roomStandings(), node.roomReads()),
                node.relay(),
                CLOCK,
                UUID::randomUUID);

        List<OpenDirectRoom.Result> results = Race.of(
                8,
                i -> i % 2 == 0
                        ? open.open(Actor.SignedIn.of(a), new OpenDirectRoom.Command(List.of(b.id())))
                        : open.open(Actor.SignedIn.of(b), new OpenDirectRoom.Command(List.of(a.id()))));

        assertThat(results)
                .filteredOn(OpenDirectRoom.Result.Opened.class::isInstance)
                .hasSize(1);
        assertThat(results)
                .filteredOn(OpenDirectRoom.Result.Found.class::isInstance)
                .hasSize(7);
        assertThat(visibleRooms().list(Actor.SignedIn.of(a), RoomKind.DIRECT, null, 10))
                .hasSize(1);
    }

    @Test
    void a_banned_user_sees_no_room_and_is_not_counted() throws Exception {
        User owner = aUser();
        User banned = aUser();
        Room room = new Room(new RoomId("room-" + UUID.randomUUID()), new RoomName("Open"), JOINED);
        rooms().add(room);
        long before = visibleRooms()
                .find(Actor.SignedIn.of(owner), room.id())
                .orElseThrow()
                .memberCount();

        Sql.execute(
                STORE.database(),
                "INSERT INTO chat_sanctions (room_id, user_id, kind, reason, created_at) VALUES ('" + room.id() + "', '"
                        + banned.id() + "', 'ban', 'spam', now())",
                "UPDATE chat_rooms SET sanctioned = true WHERE id = '" + room.id() + "'");

        assertThat(visibleRooms().find(Actor.SignedIn.of(banned), room.id())).isEmpty();
        assertThat(visibleRooms().list(Actor.SignedIn.of(banned), null, null, 1_000))
                .extracting(RoomSummary::room)
                .doesNotContain(room);
        assertThat(visibleRooms().find(Actor.SignedIn.of(owner), room.id()))
                .map(RoomSummary::memberCount)
                .contains(before - 1);
        assertThat(members().isBanned(room.id(), banned.id(), JOINED)).isTrue();
        assertThat(members().isBanned(room.id(), owner.id(), JOINED)).isFalse();
    }
}
