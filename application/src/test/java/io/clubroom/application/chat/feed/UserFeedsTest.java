package io.clubroom.application.chat.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.application.chat.ReadActivity.Activity;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads.Counts;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserFeedsTest {
    private static final RoomId A = new RoomId("a");
    private static final RoomId B = new RoomId("b");
    private static final RoomId C = new RoomId("c");
    private static final RoomId D = new RoomId("d");
    private static final Counts COUNTS = new Counts(1, 2, 1, NotifyLevel.ALL);

    private final UserFeeds feeds = new UserFeeds();
    private final FeedSubscriber john = subscriber(1);
    private final FeedSubscriber johnsPhone = subscriber(1);
    private final FeedSubscriber mary = subscriber(2);

    private static FeedSubscriber subscriber(int user) {
        return new FeedSubscriber(new Actor.SignedIn(new UserId(new UUID(0, user)), Role.CLIENT, 0));
    }

    private static DescribedRoom described(RoomId id) {
        Room room = new Room(id, new RoomName("Room"), RoomKind.PRIVATE, Instant.EPOCH);
        return new DescribedRoom(
                new UserId(new UUID(0, 1)),
                new RoomSummary(room, 2, new Rooms.Reached(Instant.EPOCH, 0, 0)),
                null,
                COUNTS,
                null);
    }

    private List<FeedEffect> handle(FeedInput... inputs) {
        return feeds.handle(List.of(inputs));
    }

    private static FeedInput at(long millis) {
        return new FeedInput.Tick(millis * 1_000_000);
    }

    /** John is connected twice, and a member of a room; Mary is a member as well. */
    private void connected() {
        assertThat(handle(at(0), new FeedInput.Opened(john)))
                .containsExactly(new FeedEffect.LoadRooms(1, List.of(john.user())));
        assertThat(handle(
                        new FeedInput.Opened(johnsPhone),
                        new FeedInput.RoomsLoaded(1, Map.of(john.user(), List.of(A)))))
                .isEmpty();
        assertThat(handle(new FeedInput.Opened(mary)))
                .containsExactly(new FeedEffect.LoadRooms(2, List.of(mary.user())));
        assertThat(handle(new FeedInput.RoomsLoaded(2, Map.of(mary.user(), List.of(A)))))
                .isEmpty();
    }

    private static FeedInput activity(long load, RoomId room, long change, FeedSubscriber... users) {
        return new FeedInput.ActivityLoaded(
                load,
                List.of(new Activity(
                        room,
                        change,
                        change,
                        Arrays.stream(users)
                                .map(FeedSubscriber::user)
                                .distinct()
                                .collect(Collectors.toMap(user -> user, _ -> COUNTS)))));
    }

    @Test
    void tells_all_connections_of_members_where_a_room_ends() {
        connected();

        assertThat(handle(at(5_000), new FeedInput.Reached(A), new FeedInput.Reached(B)))
                .containsExactly(new FeedEffect.LoadActivity(3, Map.of(A, List.of(john.user(), mary.user()))));
        assertThat(handle(activity(3, A, 7, john, mary)))
                .containsExactlyInAnyOrder(
                        new FeedEffect.SendActivity(john, A, 7, 7, COUNTS),
                        new FeedEffect.SendActivity(johnsPhone, A, 7, 7, COUNTS),
                        new FeedEffect.SendActivity(mary, A, 7, 7, COUNTS));
    }

    @Test
    void tells_at_most_once_a_period_and_the_last_state_always() {
        connected();
        handle(at(5_000), new FeedInput.Reached(A));

        assertThat(handle(at(5_100), new FeedInput.Reached(A))).isEmpty();
        assertThat(feeds.needsTick()).isTrue();
        assertThat(handle(at(5_200), activity(3, A, 7, john))).hasSize(2);
        assertThat(handle(at(5_999), new FeedInput.Reached(A))).isEmpty();
        // A second after the frame was sent, not after it was due.
        assertThat(handle(at(6_199))).isEmpty();
        assertThat(handle(at(6_200)))
                .containsExactly(new FeedEffect.LoadActivity(4, Map.of(A, List.of(john.user(), mary.user()))));
        assertThat(handle(at(7_500))).isEmpty();
        assertThat(handle(at(7_600), new FeedInput.Reached(A))).isEmpty();
        assertThat(handle(activity(4, A, 9, john))).contains(new FeedEffect.SendActivity(john, A, 9, 9, COUNTS));
        assertThat(handle(at(8_600)))
                .containsExactly(new FeedEffect.LoadActivity(5, Map.of(A, List.of(john.user(), mary.user()))));
        handle(activity(5, A, 9, john));
        assertThat(feeds.needsTick()).isFalse();
    }

    @Test
    void tells_only_the_reader_what_is_left_to_read() {
        connected();

        assertThat(handle(at(5_000), new FeedInput.Read(A, john.user()), new FeedInput.Read(B, john.user())))
                .containsExactly(new FeedEffect.LoadActivity(3, Map.of(A, List.of(john.user()))));
        handle(new FeedInput.Read(A, john.user()), activity(3, A, 7, john));
        assertThat(handle(at(6_000), new FeedInput.Reached(A)))
                .containsExactly(new FeedEffect.LoadActivity(4, Map.of(A, List.of(john.user(), mary.user()))));
    }

    @Test
    void tells_who_has_joined_a_room_and_follows_it() {
        connected();

        assertThat(handle(
                        new FeedInput.MemberAdded(B, john.user()),
                        new FeedInput.MemberAdded(B, new UserId(new UUID(0, 9)))))
                .containsExactly(new FeedEffect.LoadRoom(3, john.actor(), B));
        assertThat(handle(new FeedInput.RoomLoaded(3, described(B))))
                .containsExactly(
                        new FeedEffect.SendAdded(john, described(B)),
                        new FeedEffect.SendAdded(johnsPhone, described(B)));
        assertThat(handle(at(1), new FeedInput.Reached(B)))
                .containsExactly(new FeedEffect.LoadActivity(4, Map.of(B, List.of(john.user()))));
    }

    @Test
    void tells_nothing_of_a_room_after_its_removal() {
        connected();
        handle(at(5_000), new FeedInput.Reached(A), new FeedInput.MemberAdded(B, john.user()));

        assertThat(handle(
                        new FeedInput.MemberRemoved(A, john.user(), Departure.BANNED),
                        new FeedInput.MemberRemoved(B, john.user(), Departure.LEFT)))
                .containsExactly(
                        new FeedEffect.SendRemoved(john, A, Departure.BANNED),
                        new FeedEffect.SendRemoved(johnsPhone, A, Departure.BANNED),
                        new FeedEffect.SendRemoved(john, B, Departure.LEFT),
                        new FeedEffect.SendRemoved(johnsPhone, B, Departure.LEFT));
        assertThat(handle(activity(4, A, 7, john, mary), new FeedInput.RoomLoaded(3, described(B))))
                .containsExactly(new FeedEffect.SendActivity(mary, A, 7, 7, COUNTS));
        assertThat(handle(at(9_000), new FeedInput.Reached(B), new FeedInput.Reached(A)))
                .containsExactly(new FeedEffect.LoadActivity(5, Map.of(A, List.of(mary.user()))));
    }

    @Test
    void tells_all_members_of_a_deleted_room() {
        connected();

        assertThat(handle(new FeedInput.RoomDeleted(A), new FeedInput.RoomDeleted(B)))
                .containsExactlyInAnyOrder(
                        new FeedEffect.SendRemoved(john, A, Departure.DELETED),
                        new FeedEffect.SendRemoved(johnsPhone, A, Departure.DELETED),
                        new FeedEffect.SendRemoved(mary, A, Departure.DELETED));
        assertThat(handle(at(9_000), new FeedInput.Reached(A))).isEmpty();
    }

    @Test
    void tells_everybody_of_a_new_public_room_and_of_its_end() {
        connected();

        assertThat(handle(new FeedInput.PublicRoomAdded(B)))
                .containsExactly(new FeedEffect.LoadRoom(3, john.actor(), B));
        assertThat(handle(new FeedInput.RoomLoaded(3, described(B))))
                .containsExactlyInAnyOrder(
                        new FeedEffect.SendAdded(john, described(B)),
                        new FeedEffect.SendAdded(johnsPhone, described(B)),
                        new FeedEffect.SendAdded(mary, described(B)));
        assertThat(handle(new FeedInput.PublicRoomRemoved(B, Set.of(john.user()))))
                .containsExactly(new FeedEffect.SendRemoved(mary, B, Departure.DELETED));
        assertThat(handle(new FeedInput.Reached(B))).isEmpty();
    }

    @Test
    void tells_nothing_of_a_public_room_after_its_end() {
        connected();
        handle(new FeedInput.PublicRoomAdded(B));

        handle(new FeedInput.PublicRoomRemoved(B, Set.of()));

        assertThat(handle(new FeedInput.RoomLoaded(3, described(B)))).isEmpty();
        handle(new FeedInput.Closed(john), new FeedInput.Closed(johnsPhone), new FeedInput.Closed(mary));
        assertThat(handle(new FeedInput.PublicRoomAdded(C))).isEmpty();
        assertThat(feeds.needsTick()).isFalse();
    }

    @Test
    void reads_again_what_it_may_have_missed() {
        connected();

        assertThat(handle(at(5_000), new FeedInput.Resumed()))
                .contains(new FeedEffect.LoadActivity(4, Map.of(A, List.of(john.user(), mary.user()))))
                .anySatisfy(effect -> assertThat(effect).isInstanceOf(FeedEffect.LoadRooms.class));
        assertThat(handle(new FeedInput.RoomsLoaded(3, Map.of(john.user(), List.of(B), mary.user(), List.of(A)))))
                .containsExactly(
                        new FeedEffect.SendRemoved(john, A, Departure.REMOVED),
                        new FeedEffect.SendRemoved(johnsPhone, A, Departure.REMOVED),
                        new FeedEffect.LoadRoom(5, john.actor(), B));
        assertThat(handle(new FeedInput.RoomLoaded(5, described(B))))
                .containsExactly(
                        new FeedEffect.SendAdded(john, described(B)),
                        new FeedEffect.SendAdded(johnsPhone, described(B)));
    }

    @Test
    void what_happens_while_rooms_are_read_is_not_lost() {
        handle(at(0), new FeedInput.Opened(john));
        handle(
                new FeedInput.Reached(A),
                new FeedInput.RoomDeleted(B),
                new FeedInput.MemberRemoved(C, john.user(), Departure.LEFT));

        assertThat(handle(new FeedInput.RoomsLoaded(1, Map.of(john.user(), List.of(A, B, C, D)))))
                .containsExactly(
                        new FeedEffect.SendRemoved(john, B, Departure.DELETED),
                        new FeedEffect.LoadActivity(2, Map.of(A, List.of(john.user()))));
        assertThat(handle(at(5_000), new FeedInput.Reached(B), new FeedInput.Reached(C), new FeedInput.Reached(D)))
                .containsExactly(new FeedEffect.LoadActivity(3, Map.of(D, List.of(john.user()))));
    }

    @Test
    void what_happens_while_a_new_room_is_read_is_not_lost() {
        connected();
        handle(at(5_000), new FeedInput.MemberAdded(B, john.user()), new FeedInput.MemberAdded(C, mary.user()));

        assertThat(handle(new FeedInput.Reached(B), new FeedInput.RoomDeleted(C)))
                .containsExactly(new FeedEffect.SendRemoved(mary, C, Departure.DELETED));
        assertThat(handle(new FeedInput.RoomLoaded(3, described(B)), new FeedInput.RoomLoaded(4, described(C))))
                .containsExactly(
                        new FeedEffect.SendAdded(john, described(B)),
                        new FeedEffect.SendAdded(johnsPhone, described(B)),
                        new FeedEffect.LoadActivity(5, Map.of(B, List.of(john.user()))));
    }

    @Test
    void a_room_that_was_joined_while_all_were_read_again_is_kept() {
        connected();
        handle(at(5_000), new FeedInput.Resumed(), new FeedInput.MemberAdded(B, mary.user()));
        handle(new FeedInput.RoomLoaded(4, described(B)));

        assertThat(handle(new FeedInput.RoomsLoaded(3, Map.of(john.user(), List.of(A), mary.user(), List.of(A)))))
                .isEmpty();
        assertThat(handle(activity(5, A, 1), at(7_000), new FeedInput.Reached(B)))
                .containsExactly(new FeedEffect.LoadActivity(6, Map.of(B, List.of(mary.user()))));
    }

    @Test
    void connections_in_a_room_are_told_nothing_until_they_leave() {
        connected();
        handle(at(5_000), new FeedInput.Entered(john, A), new FeedInput.Entered(mary, A));

        assertThat(handle(new FeedInput.Reached(A)))
                .containsExactly(new FeedEffect.LoadActivity(3, Map.of(A, List.of(john.user()))));
        assertThat(handle(activity(3, A, 7, john)))
                .containsExactly(new FeedEffect.SendActivity(johnsPhone, A, 7, 7, COUNTS));
        assertThat(handle(at(9_000), new FeedInput.Left(mary, A)))
                .containsExactly(new FeedEffect.LoadActivity(4, Map.of(A, List.of(mary.user()))));
    }

    @Test
    void repeats_a_load_that_has_failed_after_a_while() {
        handle(at(0), new FeedInput.Opened(john));

        assertThat(handle(new FeedInput.LoadFailed(1))).isEmpty();
        assertThat(feeds.needsTick()).isTrue();
        assertThat(handle(at(1_000))).containsExactly(new FeedEffect.LoadRooms(2, List.of(john.user())));
        handle(new FeedInput.RoomsLoaded(2, Map.of(john.user(), List.of(A))));
        assertThat(handle(at(5_000), new FeedInput.Reached(A))).hasSize(1);
        assertThat(handle(new FeedInput.LoadFailed(3))).isEmpty();
        assertThat(handle(at(6_000))).containsExactly(new FeedEffect.LoadActivity(4, Map.of(A, List.of(john.user()))));
    }

    @Test
    void remembers_nothing_of_users_without_connections() {
        connected();

        handle(new FeedInput.Closed(john));
        assertThat(handle(at(5_000), new FeedInput.Reached(A)))
                .containsExactly(new FeedEffect.LoadActivity(3, Map.of(A, List.of(john.user(), mary.user()))));
        handle(new FeedInput.Closed(johnsPhone), new FeedInput.Closed(mary));
        assertThat(handle(activity(3, A, 7, john, mary), at(9_000), new FeedInput.Reached(A)))
                .isEmpty();
        assertThat(feeds.needsTick()).isFalse();
    }

    // bounds

    private static List<RoomId> rooms(int count) {
        return IntStream.range(0, count).mapToObj(i -> new RoomId("room-" + i)).toList();
    }

    private static List<FeedSubscriber> subscribers(int count) {
        return IntStream.range(10, 10 + count)
                .mapToObj(UserFeedsTest::subscriber)
                .toList();
    }

    private static <T> List<T> only(List<FeedEffect> effects, Class<T> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static FeedInput[] reached(Collection<RoomId> rooms) {
        return rooms.stream().map(FeedInput.Reached::new).toArray(FeedInput[]::new);
    }

    /** The rooms that loads read. */
    private static List<Integer> sizes(List<FeedEffect> effects) {
        return only(effects, FeedEffect.LoadActivity.class).stream()
                .map(load -> load.rooms().size())
                .toList();
    }

    @Test
    void follows_a_bounded_number_of_rooms_of_a_user() {
        List<RoomId> rooms = rooms(UserFeeds.MAX_ROOMS + 1);
        handle(at(0), new FeedInput.Opened(john));
        handle(new FeedInput.RoomsLoaded(1, Map.of(john.user(), rooms)));

        assertThat(handle(at(5_000), new FeedInput.Reached(rooms.getLast()))).isEmpty();
        assertThat(sizes(handle(new FeedInput.Reached(rooms.get(UserFeeds.MAX_ROOMS - 1)))))
                .containsExactly(1);
        FeedEffect.LoadRooms again = only(handle(new FeedInput.Resumed()), FeedEffect.LoadRooms.class)
                .getFirst();
        assertThat(handle(new FeedInput.RoomsLoaded(again.load(), Map.of(john.user(), rooms))))
                .as("is not told again of those beyond")
                .noneMatch(FeedEffect.LoadRoom.class::isInstance);
    }

    @Test
    void reads_the_rooms_of_a_bounded_number_of_users_at_once() {
        int all = (UserFeeds.MAX_LOADS + 1) * UserFeeds.MAX_LOADED;

        List<FeedEffect> effects =
                handle(subscribers(all).stream().map(FeedInput.Opened::new).toArray(FeedInput[]::new));

        assertThat(only(effects, FeedEffect.LoadRooms.class))
                .hasSize(UserFeeds.MAX_LOADS)
                .allSatisfy(load -> assertThat(load.users()).hasSize(UserFeeds.MAX_LOADED));
        assertThat(handle(new FeedInput.RoomsLoaded(1, Map.of()))).hasSize(1);
    }

    @Test
    void reads_a_bounded_number_of_rooms_at_once() {
        List<RoomId> rooms = rooms(UserFeeds.MAX_LOADS * UserFeeds.MAX_LOADED + 1);
        handle(at(0), new FeedInput.Opened(john));
        handle(new FeedInput.RoomsLoaded(1, Map.of(john.user(), rooms)));

        assertThat(sizes(handle(reached(rooms)))).hasSize(UserFeeds.MAX_LOADS).containsOnly(UserFeeds.MAX_LOADED);
        assertThat(sizes(handle(activity(2, rooms.getFirst(), 1, john)))).containsExactly(1);
    }

    @Test
    void counts_for_a_bounded_number_of_users_at_once() {
        List<FeedSubscriber> users = subscribers(UserFeeds.MAX_COUNTED / 2 + 1);
        Map<UserId, List<RoomId>> rooms =
                users.stream().collect(Collectors.toMap(FeedSubscriber::user, _ -> List.of(A, B, C)));
        List<FeedEffect> effects =
                handle(users.stream().map(FeedInput.Opened::new).toArray(FeedInput[]::new));
        while (!effects.isEmpty()) {
            effects = handle(only(effects, FeedEffect.LoadRooms.class).stream()
                    .map(load -> new FeedInput.RoomsLoaded(load.load(), rooms))
                    .toArray(FeedInput[]::new));
        }

        assertThat(sizes(handle(reached(List.of(A, B, C))))).containsExactly(2, 1);
    }

    @Test
    void takes_all_rooms_to_have_changed_if_too_many_have_while_others_are_read() {
        handle(at(0), new FeedInput.Opened(john));
        handle(reached(rooms(UserFeeds.MAX_DURING_LOAD)));
        handle(new FeedInput.Reached(A));

        assertThat(handle(new FeedInput.RoomsLoaded(1, Map.of(john.user(), List.of(A, B)))))
                .containsExactly(
                        new FeedEffect.LoadActivity(2, Map.of(A, List.of(john.user()), B, List.of(john.user()))));
    }
}
