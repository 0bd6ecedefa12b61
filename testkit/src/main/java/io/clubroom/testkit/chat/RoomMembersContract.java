package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomMembers.Others;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStanding.Reach;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.chat.UserBlocks.Block;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link RoomMembers}, {@link DirectRooms}, {@link UserBlocks}, {@link VisibleRooms} and {@link RoomStandings}. */
public interface RoomMembersContract {
    Instant JOINED = Instant.parse("2026-01-02T03:04:05.123456Z");

    RoomMembers members();

    DirectRooms directRooms();

    UserBlocks blocks();

    VisibleRooms visibleRooms();

    RoomStandings standings();

    Rooms rooms();

    Users users();

    Transactions transactions();

    private User aUser() {
        return stored(user());
    }

    private User stored(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    private void deactivate(User user) {
        transactions().call(() -> {
            users().lock(user.id());
            users().update(user.with(UserChange.NOTHING.withActive(false)));
            return true;
        });
    }

    private RoomId aRoom(RoomKind kind) {
        Room room = new Room(new RoomId("room-" + UUID.randomUUID()), new RoomName("A room"), kind, JOINED);
        rooms().add(room);
        return room.id();
    }

    private RoomId aRoom(User owner, User... others) {
        RoomId room = aRoom(RoomKind.PRIVATE);
        add(room, owner, RoomRole.OWNER, JOINED);
        for (User other : others) {
            add(room, other, RoomRole.MEMBER, JOINED);
        }
        return room;
    }

    private RoomId aDirectRoom(User... people) {
        RoomId id = new RoomId("room-" + UUID.randomUUID());
        DirectUsers users = direct(people);
        assertThat(directRooms().add(new Room(id, new RoomName("Direct"), RoomKind.DIRECT, JOINED), users))
                .isTrue();
        members().add(id, users.ids(), RoomRole.MEMBER, JOINED);
        return id;
    }

    private static DirectUsers direct(User... people) {
        return DirectUsers.of(
                people[0].id(), Arrays.stream(people).map(User::id).toList());
    }

    private void add(RoomId room, User user, RoomRole role, Instant joinedAt) {
        members().add(room, List.of(user.id()), role, joinedAt);
    }

    private List<UserId> ids(RoomId room) {
        return members().list(room, null, 100).stream()
                .map(member -> member.user().id())
                .toList();
    }

    private Reach reach(User user, RoomId room) {
        return requireNonNull(standings().of(Actor.SignedIn.of(user), room)).reach();
    }

    private @Nullable RoomRole role(User user, RoomId room) {
        RoomStanding standing = standings().of(Actor.SignedIn.of(user), room);
        return standing == null ? null : standing.role();
    }

    // Members

    @Test
    default void lists_the_private_and_direct_rooms_of_several_users() {
        User a = aUser();
        User b = aUser();
        User stranger = aUser();
        RoomId first = aRoom(a, b);
        RoomId second = aRoom(b);
        RoomId direct = aDirectRoom(a, b);
        add(aRoom(RoomKind.PUBLIC), a, RoomRole.OWNER, JOINED);
        aRoom(stranger);

        Map<UserId, List<RoomId>> rooms = members().closedRooms(List.of(a.id(), b.id(), b.id()), 100);

        assertThat(rooms).containsOnlyKeys(a.id(), b.id());
        assertThat(rooms.get(a.id())).containsExactlyInAnyOrder(first, direct);
        assertThat(rooms.get(b.id())).containsExactlyInAnyOrder(first, second, direct);
        assertThat(members().closedRooms(List.of(b.id()), 2).get(b.id()))
                .containsExactlyElementsOf(Stream.of(first, second, direct)
                        .sorted(Comparator.comparing(RoomId::value))
                        .limit(2)
                        .toList());
        assertThat(members().closedRooms(List.of(), 2)).isEmpty();
    }

    @Test
    default void lists_members_with_every_field_in_the_order_in_which_they_joined() {
        User third = stored(UserFixture.user().avatar("7d2c5cc1-3d2c-4b6b-9c3f-0c9b2f1d8a11"));
        User first = aUser();
        User second = aUser();
        RoomId room = aRoom(RoomKind.PRIVATE);
        add(room, third, RoomRole.MEMBER, JOINED.plusSeconds(2));
        add(room, first, RoomRole.OWNER, JOINED);
        add(room, second, RoomRole.MODERATOR, JOINED.plusSeconds(1));
        List<Member> all = List.of(
                new Member(Participant.of(first), RoomRole.OWNER, JOINED),
                new Member(Participant.of(second), RoomRole.MODERATOR, JOINED.plusSeconds(1)),
                new Member(Participant.of(third), RoomRole.MEMBER, JOINED.plusSeconds(2)));

        assertThat(members().list(room, null, 100)).isEqualTo(all);
        assertThat(members().list(room, null, 2)).isEqualTo(all.subList(0, 2));
        assertThat(members().list(room, all.get(0).position(), 100)).isEqualTo(all.subList(1, 3));
        assertThat(members().find(room, second.id())).contains(all.get(1));
        assertThat(members().find(room, aUser().id())).isEmpty();
    }

    @Test
    default void pages_members_who_joined_at_the_same_time() {
        List<User> all = Stream.generate(this::aUser).limit(5).toList();
        RoomId room = aRoom(RoomKind.PRIVATE);
        members().add(room, all.stream().map(User::id).toList(), RoomRole.MEMBER, JOINED);

        List<UserId> read = new ArrayList<>();
        List<Member> page = members().list(room, null, 2);
        while (!page.isEmpty()) {
            page.forEach(member -> read.add(member.user().id()));
            page = members().list(room, page.getLast().position(), 2);
        }

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(all.stream().map(User::id).toList());
    }

    @Test
    default void of_a_member_only_the_role_changes() {
        User user = aUser();
        RoomId room = aRoom(user);

        add(room, user, RoomRole.MODERATOR, JOINED.plusSeconds(60));

        assertThat(members().list(room, null, 100))
                .containsExactly(new Member(Participant.of(user), RoomRole.MODERATOR, JOINED));
    }

    @Test
    default void a_removed_member_is_none() {
        User owner = aUser();
        User gone = aUser();
        RoomId room = aRoom(owner, gone);

        members().remove(room, gone.id());
        members().remove(room, gone.id());

        assertThat(ids(room)).containsExactly(owner.id());
        assertThat(role(gone, room)).isNull();
        assertThat(role(owner, room)).isEqualTo(RoomRole.OWNER);
    }

    @Test
    default void inactive_members_are_not_seen() {
        User owner = aUser();
        User inactive = aUser();
        RoomId room = aRoom(owner, inactive);

        deactivate(inactive);

        assertThat(ids(room)).containsExactly(owner.id());
        assertThat(members().find(room, inactive.id())).isEmpty();
        assertThat(members().others(room, owner.id())).isEqualTo(new Others(false, null));
        assertThat(visibleRooms().find(Actor.SignedIn.of(owner), room))
                .map(RoomSummary::memberCount)
                .contains(1L);
    }

    @Test
    default void memberships_go_with_the_user_and_with_the_room() {
        User owner = aUser();
        User removed = aUser();
        RoomId room = aRoom(owner, removed);
        RoomId gone = aRoom(owner);

        users().remove(removed.id());
        rooms().remove(gone);

        assertThat(ids(room)).containsExactly(owner.id());
        assertThat(ids(gone)).isEmpty();
        assertThat(standings().of(Actor.SignedIn.of(owner), gone)).isNull();
    }

    @Test
    default void a_change_of_members_is_rolled_back() {
        User owner = aUser();
        User other = aUser();
        RoomId room = aRoom(owner);

        assertThatThrownBy(() -> transactions().call(() -> {
                    add(room, other, RoomRole.MEMBER, JOINED);
                    add(room, owner, RoomRole.MEMBER, JOINED);
                    members().remove(room, owner.id());
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(members().list(room, null, 100))
                .containsExactly(new Member(Participant.of(owner), RoomRole.OWNER, JOINED));
    }

    @Test
    default void the_moderator_of_longest_standing_is_next_then_the_member() {
        User owner = aUser();
        User oldMember = aUser();
        User moderator = aUser();
        User youngModerator = aUser();
        RoomId room = aRoom(RoomKind.PRIVATE);
        add(room, owner, RoomRole.OWNER, JOINED);
        add(room, youngModerator, RoomRole.MODERATOR, JOINED.plusSeconds(9));
        add(room, moderator, RoomRole.MODERATOR, JOINED.plusSeconds(2));
        add(room, oldMember, RoomRole.MEMBER, JOINED.plusSeconds(1));

        assertThat(members().others(room, owner.id())).isEqualTo(new Others(false, moderator.id()));
        assertThat(members().others(room, moderator.id())).isEqualTo(new Others(true, null));
        members().remove(room, moderator.id());
        members().remove(room, youngModerator.id());
        assertThat(members().others(room, owner.id())).isEqualTo(new Others(false, oldMember.id()));
        members().remove(room, oldMember.id());
        assertThat(members().others(room, owner.id())).isEqualTo(new Others(false, null));
    }

    @Test
    default void locks_the_private_rooms_of_an_owner() {
        User owner = aUser();
        User other = aUser();
        RoomId alone = aRoom(owner);
        RoomId shared = aRoom(owner, other);
        aRoom(other, owner);
        add(aRoom(RoomKind.PUBLIC), owner, RoomRole.OWNER, JOINED);

        List<RoomId> locked = transactions().call(() -> members().lockOwnedBy(owner.id()));

        assertThat(locked)
                .containsExactlyInAnyOrder(alone, shared)
                .isSortedAccordingTo((a, b) -> a.value().compareTo(b.value()));
        assertThatThrownBy(() -> members().lockOwnedBy(owner.id())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> members().lock(alone)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void the_lock_of_a_room_lets_one_transaction_at_a_time_change_it() {
        User owner = aUser();
        RoomId room = aRoom(owner);
        List<User> users = Stream.generate(this::aUser).limit(8).toList();

        // Each adds its user only if there is nobody besides the owner.
        Race.of(
                8,
                i -> transactions().call(() -> {
                    members().lock(room);
                    if (members().others(room, owner.id()).next() == null) {
                        add(room, users.get(i), RoomRole.MEMBER, JOINED);
                    }
                    return true;
                }));

        assertThat(ids(room)).hasSize(2);
    }

    @Test
    default void returns_which_users_are_active() {
        User active = aUser();
        User inactive = stored(user().inactive());
        UserId unknown = user().build().id();

        assertThat(transactions().call(() -> members().lockActive(List.of(active.id(), inactive.id(), unknown))))
                .isEqualTo(Set.of(active.id()));
        assertThat(transactions().call(() -> members().lockActive(List.of()))).isEmpty();
        assertThatThrownBy(() -> members().lockActive(List.of(active.id()))).isInstanceOf(IllegalStateException.class);
    }

    // Standings

    @Test
    default void everybody_is_a_member_of_a_public_room_and_every_administrator_an_owner() {
        User client = aUser();
        User moderator = aUser();
        User admin = stored(UserFixture.admin());
        RoomId room = aRoom(RoomKind.PUBLIC);
        add(room, moderator, RoomRole.MODERATOR, JOINED);

        assertThat(role(client, room)).isEqualTo(RoomRole.MEMBER);
        assertThat(role(moderator, room)).isEqualTo(RoomRole.MODERATOR);
        assertThat(role(admin, room)).isEqualTo(RoomRole.OWNER);
        assertThat(reach(client, room)).isEqualTo(Reach.REACHED);
    }

    @Test
    default void nobody_else_is_anything_in_a_private_or_direct_room() {
        User owner = aUser();
        User member = aUser();
        User admin = stored(UserFixture.admin());
        RoomId room = aRoom(owner, member);
        RoomId direct = aDirectRoom(owner, member);

        assertThat(role(owner, room)).isEqualTo(RoomRole.OWNER);
        assertThat(role(member, room)).isEqualTo(RoomRole.MEMBER);
        assertThat(role(admin, room)).isNull();
        assertThat(role(member, direct)).isEqualTo(RoomRole.MEMBER);
        assertThat(role(admin, direct)).isNull();
        assertThat(standings().of(Actor.SignedIn.of(admin), new RoomId("none"))).isNull();
    }

    @Test
    default void reads_many_standings_together() {
        User owner = aUser();
        User other = aUser();
        RoomId room = aRoom(owner);
        RoomId open = aRoom(RoomKind.PUBLIC);
        List<RoomStandings.Key> keys = Stream.of(room, open, new RoomId("none"))
                .flatMap(id -> Stream.of(owner, other).map(user -> new RoomStandings.Key(Actor.SignedIn.of(user), id)))
                .toList();

        assertThat(standings().of(keys))
                .containsOnlyKeys(keys.subList(0, 4))
                .hasEntrySatisfying(
                        keys.get(0), standing -> assertThat(standing.role()).isEqualTo(RoomRole.OWNER))
                .hasEntrySatisfying(
                        keys.get(1), standing -> assertThat(standing.role()).isNull())
                .hasEntrySatisfying(
                        keys.get(3), standing -> assertThat(standing.role()).isEqualTo(RoomRole.MEMBER));
    }

    // Direct rooms and blocks

    @Test
    default void there_is_one_direct_room_for_each_set_of_people() {
        User a = aUser();
        User b = aUser();
        User c = aUser();
        RoomId two = aDirectRoom(a, b);
        RoomId three = aDirectRoom(a, b, c);

        assertThat(directRooms().find(direct(b, a))).contains(two);
        assertThat(directRooms().find(direct(c, a, b))).contains(three);
        assertThat(directRooms().find(direct(a, c))).isEmpty();
        assertThat(directRooms()
                        .add(
                                new Room(new RoomId("another"), new RoomName("Direct"), RoomKind.DIRECT, JOINED),
                                direct(b, a)))
                .isFalse();
    }

    @Test
    default void exactly_one_of_8_direct_rooms_of_the_same_people_is_stored() {
        DirectUsers users = direct(aUser(), aUser());

        List<Boolean> added = Race.of(
                8,
                i -> transactions().call(() -> {
                    RoomId id = new RoomId("room-" + UUID.randomUUID());
                    boolean isNew =
                            directRooms().add(new Room(id, new RoomName("Direct"), RoomKind.DIRECT, JOINED), users);
                    assertThat(directRooms().find(users)).isPresent();
                    return isNew;
                }));

        assertThat(added).containsOnlyOnce(true).hasSize(8);
    }

    @Test
    default void a_block_keeps_two_people_apart_in_their_direct_room() {
        User blocker = aUser();
        User blocked = aUser();
        User third = aUser();
        RoomId two = aDirectRoom(blocker, blocked);
        RoomId three = aDirectRoom(blocker, blocked, third);
        RoomId room = aRoom(blocker, blocked);

        blocks().add(blocker.id(), blocked.id(), JOINED);

        assertThat(blocks().exists(blocker.id(), blocked.id())).isTrue();
        assertThat(blocks().exists(blocked.id(), blocker.id())).isFalse();
        assertThat(reach(blocked, two)).isEqualTo(Reach.NOT_REACHABLE);
        assertThat(reach(blocker, two)).isEqualTo(Reach.BLOCKED_BY_USER);
        for (RoomId other : List.of(three, room)) {
            assertThat(reach(blocked, other)).isEqualTo(Reach.REACHED);
            assertThat(reach(blocker, other)).isEqualTo(Reach.REACHED);
        }
        blocks().add(blocked.id(), blocker.id(), JOINED);
        assertThat(reach(blocked, two)).isEqualTo(Reach.BLOCKED_BY_USER);

        blocks().remove(blocker.id(), blocked.id());
        blocks().remove(blocker.id(), blocked.id());
        blocks().remove(blocked.id(), blocker.id());
        assertThat(reach(blocked, two)).isEqualTo(Reach.REACHED);
    }

    @Test
    default void nobody_reaches_the_inactive_and_the_deleted() {
        User user = aUser();
        User inactive = aUser();
        User deleted = aUser();
        RoomId two = aDirectRoom(user, inactive);
        RoomId three = aDirectRoom(user, inactive, deleted);

        deactivate(inactive);
        assertThat(reach(user, two)).isEqualTo(Reach.NOT_REACHABLE);
        assertThat(reach(user, three)).isEqualTo(Reach.REACHED);

        users().remove(deleted.id());
        assertThat(reach(user, three)).isEqualTo(Reach.NOT_REACHABLE);
    }

    @Test
    default void lists_blocks_the_latest_first() {
        User blocker = aUser();
        User first = aUser();
        User second = aUser();
        User gone = aUser();
        blocks().add(blocker.id(), first.id(), JOINED);
        blocks().add(blocker.id(), second.id(), JOINED.plusSeconds(1));
        blocks().add(blocker.id(), gone.id(), JOINED.plusSeconds(2));
        blocks().add(first.id(), blocker.id(), JOINED);
        blocks().add(blocker.id(), first.id(), JOINED.plusSeconds(9));
        blocks().add(blocker.id(), user().build().id(), JOINED);
        blocks().add(user().build().id(), blocker.id(), JOINED);
        users().remove(gone.id());
        List<Block> all = List.of(
                new Block(Participant.of(second), JOINED.plusSeconds(1)), new Block(Participant.of(first), JOINED));

        assertThat(blocks().list(blocker.id(), null, 100)).isEqualTo(all);
        assertThat(blocks().list(blocker.id(), null, 1)).isEqualTo(all.subList(0, 1));
        assertThat(blocks().list(blocker.id(), all.get(0).position(), 100)).isEqualTo(all.subList(1, 2));
    }

    // Visible rooms

    private List<RoomId> visible(User user, @Nullable RoomKind kind) {
        return visibleRooms().list(Actor.SignedIn.of(user), kind, null, 1_000).stream()
                .map(summary -> summary.room().id())
                .toList();
    }

    @Test
    default void lists_the_rooms_that_somebody_may_read() {
        User client = aUser();
        User admin = stored(UserFixture.admin());
        RoomId open = aRoom(RoomKind.PUBLIC);
        RoomId own = aRoom(client);
        RoomId direct = aDirectRoom(client, admin);
        RoomId hidden = aRoom(aUser());

        assertThat(visible(client, null)).contains(open, own, direct).doesNotContain(hidden);
        assertThat(visible(client, RoomKind.PUBLIC)).contains(open).doesNotContain(own, direct, hidden);
        assertThat(visible(client, RoomKind.PRIVATE)).containsExactly(own);
        assertThat(visible(client, RoomKind.DIRECT)).containsExactly(direct);
        assertThat(visible(admin, null)).contains(open, direct).doesNotContain(own, hidden);
        assertThat(visibleRooms().find(Actor.SignedIn.of(admin), own)).isEmpty();
        assertThat(visibleRooms().find(Actor.SignedIn.of(admin), new RoomId("none")))
                .isEmpty();
    }

    @Test
    default void a_visible_room_has_every_field() {
        User client = aUser();
        RoomId own = aRoom(client, aUser());
        RoomId open = aRoom(RoomKind.PUBLIC);
        long everybody = requireNonNull(
                        visibleRooms().find(Actor.SignedIn.of(client), open).orElse(null))
                .memberCount();
        stored(user().inactive());
        aUser();

        assertThat(visibleRooms().find(Actor.SignedIn.of(client), own))
                .contains(new RoomSummary(
                        new Room(own, new RoomName("A room"), RoomKind.PRIVATE, JOINED),
                        2,
                        new Rooms.Reached(JOINED, 0, 0)));
        assertThat(visibleRooms().find(Actor.SignedIn.of(client), open))
                .contains(new RoomSummary(
                        new Room(open, new RoomName("A room"), RoomKind.PUBLIC, JOINED),
                        everybody + 1,
                        new Rooms.Reached(JOINED, 0, 0)));
    }

    @Test
    default void lists_rooms_of_all_kinds_in_pages_by_the_bytes_of_their_ids() {
        User client = aUser();
        String prefix = "p-" + UUID.randomUUID().toString().substring(0, 8) + "-";
        List<RoomId> ordered = Stream.of("B", "a", "b", "c")
                .map(end -> new RoomId(prefix + end))
                .toList();
        for (RoomId id : ordered.reversed()) {
            boolean isPublic = !id.value().endsWith("a");
            rooms().add(new Room(id, new RoomName(prefix), isPublic ? RoomKind.PUBLIC : RoomKind.PRIVATE, JOINED));
            if (!isPublic) {
                add(id, client, RoomRole.OWNER, JOINED);
            }
        }
        Actor.SignedIn reader = Actor.SignedIn.of(client);

        List<RoomSummary> first = visibleRooms().list(reader, null, new RoomId(prefix), 2);
        List<RoomSummary> second =
                visibleRooms().list(reader, null, first.getLast().room().id(), 2);

        assertThat(Stream.concat(first.stream(), second.stream())
                        .map(summary -> summary.room().id()))
                .isEqualTo(ordered);
        assertThat(visibleRooms().list(reader, RoomKind.PUBLIC, new RoomId(prefix), 2))
                .extracting(summary -> summary.room().id())
                .containsExactly(ordered.get(0), ordered.get(2));
    }

    @Test
    default void a_direct_room_has_the_names_of_the_others_in_their_order() {
        User zoe = stored(user().fullName("zoe"));
        User anna = stored(user().fullName("Anna"));
        User bert = stored(user().fullName("bert"));
        RoomId room = aDirectRoom(zoe, bert, anna);

        assertThat(name(zoe, room)).isEqualTo("Anna, bert");
        assertThat(name(anna, room)).isEqualTo("bert, zoe");
        users().remove(bert.id());
        assertThat(name(zoe, room)).isEqualTo("Anna");
        users().remove(anna.id());
        assertThat(name(zoe, room)).isEqualTo("Deleted user");
    }

    private String name(User reader, RoomId room) {
        return visibleRooms()
                .find(Actor.SignedIn.of(reader), room)
                .orElseThrow()
                .room()
                .name()
                .value();
    }

    @Test
    default void a_renamed_room_keeps_everything_else() {
        User owner = stored(user().role(Role.TRAINER));
        RoomId room = aRoom(owner);

        assertThat(rooms().rename(room, new RoomName("Renamed"))).isTrue();

        assertThat(name(owner, room)).isEqualTo("Renamed");
        assertThat(role(owner, room)).isEqualTo(RoomRole.OWNER);
        assertThat(rooms().rename(new RoomId("none"), new RoomName("Renamed"))).isFalse();
    }
}
