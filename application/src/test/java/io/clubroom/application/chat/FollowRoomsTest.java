package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clubroom.application.Club;
import io.clubroom.application.chat.FollowRooms.Kind;
import io.clubroom.application.chat.FollowRooms.News;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.ForwardedMessages;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FollowRoomsTest {
    private static final RoomId A = new RoomId("a");
    private static final RoomId B = new RoomId("b");

    private final Club club = new Club();
    private final User user = club.join(UserFixture.user());

    FollowRoomsTest() {
        club.rooms.add(RoomsContract.room("a"));
        club.rooms.add(RoomsContract.room("b"));
        Chats.say(club, user, "a", "1", "2", "3", "4");
        Chats.say(club, user, "b", "1");
    }

    /** The club's messages, with something that happens before and after changes are read. */
    private final class Watched extends ForwardedMessages {
        private final Runnable before;
        private final Runnable after;

        Watched(Runnable before, Runnable after) {
            super(club.messages);
            this.before = before;
            this.after = after;
        }

        @Override
        public Map<RoomId, List<RoomChange>> changes(Map<RoomId, Long> known, int limit) {
            before.run();
            Map<RoomId, List<RoomChange>> read = super.changes(known, limit);
            after.run();
            return read;
        }
    }

    @Test
    void returns_the_changes_after_the_last_known_one_of_each_room_oldest_first() {
        News news = club.followRooms.follow(Kind.CHANGES, Map.of(A, 1L, B, 0L), 2);

        assertThat(news.reached()).isEqualTo(Map.of(A, RoomsContract.reached(4), B, RoomsContract.reached(1)));
        assertThat(news.changes()).containsOnlyKeys(A, B);
        assertThat(news.changes().get(A)).extracting(RoomChange::change).containsExactly(2L, 3L);
        assertThat(news.changes().get(B)).extracting(RoomChange::change).containsExactly(1L);
    }

    @Test
    void a_room_without_new_changes_has_only_its_last_number() {
        News news = club.followRooms.follow(Kind.CHANGES, Map.of(A, 4L, B, 0L), 10);

        assertThat(news.reached()).isEqualTo(Map.of(A, RoomsContract.reached(4), B, RoomsContract.reached(1)));
        assertThat(news.changes()).containsOnlyKeys(B);
        assertThat(club.followRooms.follow(Kind.CHANGES, Map.of(A, 4L, B, Long.MAX_VALUE), 10))
                .isEqualTo(new News(Map.of(A, RoomsContract.reached(4), B, RoomsContract.reached(1)), Map.of()));
    }

    @Test
    void returns_only_the_messages_after_a_message() {
        club.changeMessages.change(List.of(new ChangeMessages.Delete(
                Actor.SignedIn.of(user),
                A,
                club.messages.newest(A, 1, 3, 1).getFirst().id(),
                null)));

        News news = club.followRooms.follow(Kind.MESSAGES, Map.of(A, 1L), 2);

        assertThat(news.reached()).containsOnlyKeys(A);
        assertThat(news.changes().get(A))
                .extracting(
                        RoomChange::change,
                        change -> ((RoomChange.Posted) change).message().seq(),
                        change -> ((RoomChange.Posted) change).message().text().value())
                .containsExactly(tuple(0L, 2L, ""), tuple(0L, 3L, "3"));
        assertThat(club.followRooms.follow(Kind.MESSAGES, Map.of(A, 4L), 2).changes())
                .isEmpty();
        assertThat(club.followRooms
                        .follow(Kind.MESSAGES, Map.of(new RoomId("none"), 0L), 2)
                        .reached())
                .isEmpty();
    }

    @Test
    void a_room_that_does_not_exist_is_left_out() {
        assertThat(club.followRooms.follow(Kind.CHANGES, Map.of(new RoomId("none"), 0L), 10))
                .isEqualTo(new News(Map.of(), Map.of()));
    }

    @Test
    void the_changes_of_a_room_that_replaces_another_one_meanwhile_are_not_taken_for_the_other_ones() {
        Room replacement = new Room(A, new RoomName("Later"), Instant.parse("2026-11-28T12:00:00Z"));
        FollowRooms follow = new FollowRooms(
                club.rooms,
                new Watched(
                        () -> {
                            club.rooms.remove(A);
                            club.rooms.add(replacement);
                            Chats.say(club, user, "a", "1", "of the later room");
                        },
                        () -> {}));

        News news = follow.follow(Kind.CHANGES, Map.of(A, 1L, B, 0L), 10);

        assertThat(news.reached().get(A)).isEqualTo(new Rooms.Reached(replacement.createdAt(), 2, 2));
        assertThat(news.changes()).containsOnlyKeys(B);
    }

    @Test
    void a_room_that_is_deleted_meanwhile_is_left_out() {
        News news = new FollowRooms(club.rooms, new Watched(() -> {}, () -> club.rooms.remove(A)))
                .follow(Kind.CHANGES, Map.of(A, 1L, B, 0L), 10);

        assertThat(news.reached()).containsOnlyKeys(B);
        assertThat(news.changes()).containsOnlyKeys(B);
    }
}
