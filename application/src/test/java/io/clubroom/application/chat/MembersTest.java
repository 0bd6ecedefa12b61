package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.application.Club;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.RoomMembersAround;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.chat.RelayRecorder.Addition;
import io.clubroom.testkit.chat.RelayRecorder.PublicAddition;
import io.clubroom.testkit.chat.RelayRecorder.PublicRemoval;
import io.clubroom.testkit.chat.RelayRecorder.Removal;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Members of rooms: {@link ListMembers}, {@link SetRoomRole}, {@link RemoveMember} and {@link HandOverRooms}. */
class MembersTest {
    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final User owner = club.join(UserFixture.user().role(Role.TRAINER));
    private final User moderator = club.join(UserFixture.user());
    private final User member = club.join(UserFixture.user());
    private final User stranger = club.join(UserFixture.user());
    private final RoomId room = Chats.privateRoom(club, owner, member, moderator);

    MembersTest() {
        set(owner, moderator, RoomRole.MODERATOR);
    }

    private Object set(User giver, RoomId room, UserId user, RoomRole role) {
        return club.setRoomRole.set(Club.as(giver), room, () -> new SetRoomRole.Command(user, role));
    }

    private Object set(User giver, User user, RoomRole role) {
        return set(giver, room, user.id(), role);
    }

    private Object remove(User remover, RoomId room, User user) {
        return club.removeMember.remove(Club.as(remover), room, user::id);
    }

    private Object remove(User remover, User user) {
        return remove(remover, room, user);
    }

    private static Object notSet(RoomVerdict verdict) {
        return new SetRoomRole.Result.Refused(verdict);
    }

    private static Object notRemoved(RoomVerdict verdict) {
        return new RemoveMember.Result.Refused(verdict);
    }

    private static final Object REMOVED = new RemoveMember.Result.Removed();

    private RoomRole role(User user) {
        return club.roomMembers.find(room, user.id()).orElseThrow().role();
    }

    private boolean isMember(User user) {
        return club.roomMembers.find(room, user.id()).isPresent();
    }

    private boolean exists() {
        return !club.rooms.reached(List.of(room)).isEmpty();
    }

    private void deactivate(User user) {
        assertThat(club.updateUser.update(
                        Club.as(admin),
                        new UpdateUser.Command(
                                user.id(), UserChange.NOTHING.withActive(false), null, null, version -> true)))
                .isInstanceOf(UpdateUser.Result.Updated.class);
    }

    // Listing

    @Test
    void members_list_the_active_ones() {
        deactivate(moderator);

        ListMembers.Result listed = club.listMembers.list(Club.as(member), room, () -> new ListMembers.Query(null, 10));

        assertThat(((ListMembers.Result.Page) listed).members())
                .extracting(one -> one.user().id())
                .containsExactlyInAnyOrder(owner.id(), member.id());
    }

    @Test
    void members_are_paged() {
        ListMembers.Result.Page first = (ListMembers.Result.Page)
                club.listMembers.list(Club.as(member), room, () -> new ListMembers.Query(null, 2));
        Member last = first.members().getLast();
        ListMembers.Result.Page second = (ListMembers.Result.Page)
                club.listMembers.list(Club.as(member), room, () -> new ListMembers.Query(last.position(), 2));

        assertThat(first.members()).hasSize(2);
        assertThat(first.more()).isTrue();
        assertThat(second.members()).hasSize(1).doesNotContainAnyElementsOf(first.members());
        assertThat(second.more()).isFalse();
    }

    @Test
    void strangers_and_administrators_see_no_members_whatever_they_ask() {
        for (User user : List.of(stranger, admin)) {
            for (RoomId id : List.of(room, new RoomId("none"))) {
                assertThat(club.listMembers.list(Club.as(user), id, () -> {
                            throw new InvalidValue("limit", "is invalid");
                        }))
                        .isEqualTo(new ListMembers.Result.NotFound());
            }
        }
        assertThat(club.listMembers.list(Actor.ANONYMOUS, room, () -> new ListMembers.Query(null, 10)))
                .isEqualTo(new ListMembers.Result.NotSignedIn());
    }

    // Adding, and giving roles

    @Test
    void an_owner_adds_members_and_gives_every_role() {
        club.clock.advance(Duration.ofMinutes(1));

        assertThat(set(owner, stranger, RoomRole.MODERATOR))
                .isEqualTo(new SetRoomRole.Result.Done(new Member(
                        Participant.of(stranger), RoomRole.MODERATOR, Club.NOW.plus(Duration.ofMinutes(1)))));
        set(owner, member, RoomRole.OWNER);
        set(owner, moderator, RoomRole.MEMBER);

        assertThat(role(stranger)).isEqualTo(RoomRole.MODERATOR);
        assertThat(role(member)).isEqualTo(RoomRole.OWNER);
        assertThat(role(moderator)).isEqualTo(RoomRole.MEMBER);
        assertThat(club.roomMembers.find(room, member.id()).orElseThrow().joinedAt())
                .isEqualTo(Club.NOW);
    }

    @Test
    void a_moderator_only_adds_members() {
        assertThat(set(moderator, stranger, RoomRole.MODERATOR)).isEqualTo(notSet(RoomVerdict.FORBIDDEN));
        assertThat(set(moderator, stranger, RoomRole.MEMBER)).isInstanceOf(SetRoomRole.Result.Done.class);
        assertThat(set(moderator, stranger, RoomRole.MEMBER)).isInstanceOf(SetRoomRole.Result.Done.class);
        assertThat(set(moderator, member, RoomRole.MODERATOR)).isEqualTo(notSet(RoomVerdict.FORBIDDEN));
        assertThat(set(moderator, owner, RoomRole.MEMBER)).isEqualTo(notSet(RoomVerdict.FORBIDDEN));
        assertThat(set(moderator, moderator, RoomRole.MEMBER)).isEqualTo(notSet(RoomVerdict.FORBIDDEN));

        assertThat(role(stranger)).isEqualTo(RoomRole.MEMBER);
    }

    @Test
    void nobody_else_changes_members_whatever_they_ask() {
        assertThat(set(member, stranger, RoomRole.MEMBER)).isEqualTo(notSet(RoomVerdict.FORBIDDEN));
        for (User user : List.of(stranger, admin)) {
            for (RoomId id : List.of(room, new RoomId("none"))) {
                assertThat(club.setRoomRole.set(Club.as(user), id, () -> {
                            throw new InvalidValue("role", "is invalid");
                        }))
                        .isEqualTo(notSet(RoomVerdict.NOT_FOUND));
                assertThat(club.removeMember.remove(Club.as(user), id, () -> {
                            throw new InvalidValue("id", "is invalid");
                        }))
                        .isEqualTo(notRemoved(RoomVerdict.NOT_FOUND));
            }
        }
        assertThat(club.setRoomRole.set(
                        Actor.ANONYMOUS, room, () -> new SetRoomRole.Command(stranger.id(), RoomRole.MEMBER)))
                .isEqualTo(new SetRoomRole.Result.NotSignedIn());
        assertThat(club.removeMember.remove(Actor.ANONYMOUS, room, member::id))
                .isEqualTo(new RemoveMember.Result.NotSignedIn());
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> club.setRoomRole.set(Club.as(owner), room, () -> {
                    throw new InvalidValue("role", "is invalid");
                }));
        assertThat(isMember(stranger)).isFalse();
    }

    @Test
    void an_unknown_or_inactive_user_does_not_become_a_member() {
        User inactive = club.join(UserFixture.user().inactive());

        assertThat(set(owner, inactive, RoomRole.MEMBER)).isEqualTo(new SetRoomRole.Result.UserNotFound());
        assertThat(set(owner, room, UserFixture.user().build().id(), RoomRole.MEMBER))
                .isEqualTo(new SetRoomRole.Result.UserNotFound());
    }

    @Test
    void a_new_member_reads_the_whole_history() {
        Chats.say(club, owner, room.value(), "before");

        set(owner, stranger, RoomRole.MEMBER);

        assertThat(club.getRoom.get(Club.as(stranger), room)).isInstanceOf(GetRoom.Result.Found.class);
        assertThat(club.messages.following(Map.of(room, 0L), 10).get(room)).hasSize(1);
    }

    @Test
    void in_a_public_room_owners_and_administrators_give_roles() {
        RoomId open = new RoomId("open");
        club.rooms.add(RoomsContract.room("open"));

        assertThat(set(owner, open, member.id(), RoomRole.MODERATOR)).isEqualTo(notSet(RoomVerdict.FORBIDDEN));
        Object given = set(admin, open, owner.id(), RoomRole.OWNER);
        assertThat(given)
                .isEqualTo(new SetRoomRole.Result.Done(
                        new Member(Participant.of(owner), RoomRole.OWNER, owner.createdAt())));
        set(owner, open, member.id(), RoomRole.MODERATOR);
        assertThat(set(member, open, stranger.id(), RoomRole.MEMBER)).isInstanceOf(SetRoomRole.Result.Done.class);
        assertThat(set(member, open, owner.id(), RoomRole.MEMBER)).isEqualTo(notSet(RoomVerdict.FORBIDDEN));
        assertThat(club.roomMembers.list(open, null, 10))
                .extracting(one -> one.user().id())
                .containsExactlyInAnyOrder(owner.id(), member.id());

        // The only one that is stored; every administrator is an owner.
        assertThat(set(admin, open, owner.id(), RoomRole.MEMBER)).isInstanceOf(SetRoomRole.Result.Done.class);
        assertThat(club.roomMembers.list(open, null, 10))
                .extracting(one -> one.user().id())
                .containsExactly(member.id());
        assertThat(remove(admin, open, member)).isEqualTo(notRemoved(RoomVerdict.PUBLIC_ROOM));
        assertThat(remove(stranger, open, stranger)).isEqualTo(notRemoved(RoomVerdict.PUBLIC_ROOM));
        assertThat(remove(stranger, open, member)).isEqualTo(notRemoved(RoomVerdict.FORBIDDEN));
    }

    @Test
    void the_people_of_a_direct_room_do_not_change() {
        RoomId direct = Chats.directRoom(club, owner, member);

        assertThat(set(owner, direct, stranger.id(), RoomRole.MEMBER)).isEqualTo(notSet(RoomVerdict.DIRECT_ROOM));
        assertThat(remove(owner, direct, member)).isEqualTo(notRemoved(RoomVerdict.DIRECT_ROOM));
        assertThat(remove(owner, direct, owner)).isEqualTo(notRemoved(RoomVerdict.DIRECT_ROOM));
        assertThat(club.renameRoom.rename(Club.as(owner), direct, () -> {
                    throw new InvalidValue("name", "is invalid");
                }))
                .isEqualTo(new RenameRoom.Result.Refused(RoomVerdict.DIRECT_ROOM));
        assertThat(club.roomMembers.list(direct, null, 10)).hasSize(2);
    }

    // Removing, and leaving

    @Test
    void an_owner_removes_everybody() {
        set(owner, stranger, RoomRole.OWNER);

        assertThat(remove(owner, member)).isEqualTo(REMOVED);
        assertThat(remove(owner, moderator)).isEqualTo(REMOVED);
        assertThat(remove(owner, stranger)).isEqualTo(REMOVED);
        assertThat(remove(owner, member)).isEqualTo(new RemoveMember.Result.UserNotFound());

        assertThat(club.roomMembers.list(room, null, 10)).hasSize(1);
    }

    @Test
    void a_moderator_removes_members_only() {
        set(owner, stranger, RoomRole.MODERATOR);

        assertThat(remove(moderator, owner)).isEqualTo(notRemoved(RoomVerdict.FORBIDDEN));
        assertThat(remove(moderator, stranger)).isEqualTo(notRemoved(RoomVerdict.FORBIDDEN));
        assertThat(remove(member, moderator)).isEqualTo(notRemoved(RoomVerdict.FORBIDDEN));
        assertThat(remove(moderator, member)).isEqualTo(REMOVED);
        assertThat(isMember(member)).isFalse();
    }

    @Test
    void everybody_leaves_and_is_out() {
        assertThat(remove(member, member)).isEqualTo(REMOVED);
        assertThat(remove(moderator, moderator)).isEqualTo(REMOVED);

        assertThat(remove(member, member)).isEqualTo(notRemoved(RoomVerdict.NOT_FOUND));
        assertThat(club.getRoom.get(Club.as(member), room)).isEqualTo(new GetRoom.Result.NotFound());
    }

    @Test
    void the_last_owner_stays_one() {
        assertThat(remove(owner, owner)).isEqualTo(new RemoveMember.Result.LastOwner());
        assertThat(set(owner, owner, RoomRole.MODERATOR)).isEqualTo(new SetRoomRole.Result.LastOwner());

        set(owner, member, RoomRole.OWNER);
        deactivate(member);
        assertThat(remove(owner, owner)).isEqualTo(new RemoveMember.Result.LastOwner());

        set(owner, moderator, RoomRole.OWNER);
        assertThat(set(owner, owner, RoomRole.MEMBER)).isInstanceOf(SetRoomRole.Result.Done.class);
        assertThat(remove(owner, owner)).isEqualTo(REMOVED);
    }

    @Test
    void of_two_owners_who_leave_at_once_one_stays() {
        set(owner, member, RoomRole.OWNER);

        List<Object> results = Race.of(2, i -> i == 0 ? remove(owner, owner) : remove(member, member));

        assertThat(results).containsExactlyInAnyOrder(REMOVED, new RemoveMember.Result.LastOwner());
    }

    @Test
    void the_room_goes_with_its_last_member() {
        remove(owner, member);
        deactivate(moderator);
        assertThat(set(owner, owner, RoomRole.MEMBER)).isEqualTo(new SetRoomRole.Result.LastOwner());

        assertThat(remove(owner, owner)).isEqualTo(REMOVED);

        assertThat(exists()).isFalse();
    }

    @Test
    void the_chat_is_told_who_is_out_and_which_room_is_gone() {
        RelayRecorder told = RelayRecorder.on(club.relay);

        remove(owner, member);
        remove(owner, stranger);
        remove(moderator, moderator);
        assertThat(told.removed)
                .containsExactly(
                        new Removal(room, member.id(), Departure.REMOVED),
                        new Removal(room, moderator.id(), Departure.LEFT));
        assertThat(told.deleted).isEmpty();

        remove(owner, owner);
        assertThat(told.deleted).containsExactly(room);
        RoomId alone = Chats.privateRoom(club, owner);
        club.transactions.run(() -> new HandOverRooms(club.rooms, club.roomMembers, club.relay).handOver(owner.id()));
        assertThat(told.deleted).containsExactly(room, alone);
    }

    @Test
    void whoever_is_banned_does_not_become_a_member() {
        RoomMembers members = new RoomMembersAround(club.roomMembers) {
            @Override
            public boolean isBanned(RoomId id, UserId user, Instant now) {
                return id.equals(room) && user.equals(stranger.id()) && now.equals(Club.NOW);
            }
        };

        assertThat(new SetRoomRole(club.transactions, members, club.rooms, club.users, club.relay, club.clock)
                        .set(Club.as(owner), room, () -> new SetRoomRole.Command(stranger.id(), RoomRole.MEMBER)))
                .isEqualTo(new SetRoomRole.Result.Banned());
        assertThat(isMember(stranger)).isFalse();
    }

    @Test
    void the_chat_is_told_who_has_become_a_member() {
        RelayRecorder told = RelayRecorder.on(club.relay);

        set(owner, stranger, RoomRole.MEMBER);
        // Only the role changes.
        set(owner, stranger, RoomRole.MODERATOR);
        assertThat(told.added).containsExactly(new Addition(room, stranger.id()));

        told.added.clear();
        OpenDirectRoom.Command others = new OpenDirectRoom.Command(List.of(stranger.id()));
        RoomId direct = ((OpenDirectRoom.Result.Opened) club.openDirectRoom.open(Club.as(owner), others))
                .room()
                .summary()
                .room()
                .id();
        // It is there already.
        club.openDirectRoom.open(Club.as(stranger), new OpenDirectRoom.Command(List.of(owner.id())));
        assertThat(told.added)
                .containsExactlyInAnyOrder(new Addition(direct, owner.id()), new Addition(direct, stranger.id()));

        told.added.clear();
        RoomId created = ((CreateRoom.Result.Created)
                        club.createRoom.create(Club.as(admin), NewRoom.privateRoom("Committee", member)))
                .room()
                .summary()
                .room()
                .id();
        assertThat(told.added)
                .containsExactlyInAnyOrder(new Addition(created, admin.id()), new Addition(created, member.id()));

        told.added.clear();
        club.createRoom.create(Club.as(admin), NewRoom.publicRoom("hall", "Hall"));
        assertThat(told.publicRooms).containsExactly(new PublicAddition(new RoomId("hall")));
        assertThat(told.added).isEmpty();
        ban(new RoomId("hall"), stranger);
        told.publicRooms.clear();
        club.deleteRoom.delete(Club.as(admin), new RoomId("hall"));
        club.deleteRoom.delete(Club.as(admin), created);
        assertThat(told.publicRooms).containsExactly(new PublicRemoval(new RoomId("hall"), Set.of(stranger.id())));
        assertThat(told.deleted).containsExactly(new RoomId("hall"), created);
    }

    private void ban(RoomId where, User user) {
        Sanction ban =
                new Sanction(where, user.id(), Sanction.Kind.BAN, null, new Reason("Insults"), admin.id(), Club.NOW);
        club.transactions.run(() -> club.sanctions.set(ban));
    }

    // Renaming

    @Test
    void an_owner_renames_the_room() {
        RenameRoom.Result renamed = club.renameRoom.rename(Club.as(owner), room, () -> RoomName.of("Renamed"));

        Room seen = ((RenameRoom.Result.Renamed) renamed).room().summary().room();
        assertThat(seen.name().value()).isEqualTo("Renamed");
        assertThat(seen.id()).isEqualTo(room);
        assertThat(club.renameRoom.rename(Club.as(moderator), room, () -> {
                    throw new InvalidValue("name", "is invalid");
                }))
                .isEqualTo(new RenameRoom.Result.Refused(RoomVerdict.FORBIDDEN));
        assertThat(club.renameRoom.rename(Club.as(admin), room, () -> {
                    throw new InvalidValue("name", "is invalid");
                }))
                .isEqualTo(new RenameRoom.Result.Refused(RoomVerdict.NOT_FOUND));
    }

    // Succession

    @Test
    void the_moderator_of_longest_standing_succeeds_a_deactivated_owner() {
        club.clock.advance(Duration.ofMinutes(1));
        set(owner, stranger, RoomRole.MODERATOR);

        deactivate(owner);

        assertThat(role(moderator)).isEqualTo(RoomRole.OWNER);
        assertThat(role(stranger)).isEqualTo(RoomRole.MODERATOR);
        assertThat(role(member)).isEqualTo(RoomRole.MEMBER);
    }

    @Test
    void a_member_succeeds_a_deleted_owner_if_there_is_no_active_moderator() {
        deactivate(moderator);

        club.deleteUser.delete(Club.as(admin), owner.id(), version -> true);

        assertThat(role(member)).isEqualTo(RoomRole.OWNER);
        assertThat(club.roomMembers.list(room, null, 10)).hasSize(1);
    }

    @Test
    void nobody_succeeds_an_owner_who_is_not_the_only_one() {
        set(owner, member, RoomRole.OWNER);

        deactivate(owner);

        assertThat(role(moderator)).isEqualTo(RoomRole.MODERATOR);
        assertThat(role(member)).isEqualTo(RoomRole.OWNER);
    }

    @Test
    void a_room_without_a_successor_goes() {
        remove(owner, member);
        remove(owner, moderator);
        RoomId open = new RoomId("open");
        club.rooms.add(RoomsContract.room("open"));
        set(admin, open, owner.id(), RoomRole.OWNER);
        RoomId direct = Chats.directRoom(club, owner, member);

        deactivate(owner);

        assertThat(exists()).isFalse();
        assertThat(club.rooms.reached(List.of(open, direct))).containsOnlyKeys(open, direct);
    }

    @Test
    void no_room_changes_hands_if_the_owner_stays() {
        assertThat(club.deleteUser.delete(Club.as(admin), owner.id(), version -> false))
                .isInstanceOf(DeleteUser.Result.VersionMismatch.class);
        club.updateUser.update(
                Club.as(admin),
                new UpdateUser.Command(owner.id(), UserChange.NOTHING.withActive(true), null, null, version -> true));

        assertThat(role(owner)).isEqualTo(RoomRole.OWNER);
        assertThat(role(moderator)).isEqualTo(RoomRole.MODERATOR);
    }
}
