package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.FollowRooms.News;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
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

    @Test
    void returns_the_messages_after_the_last_known_one_of_each_room_oldest_first() {
        News news = club.followRooms.follow(Map.of(A, 1L, B, 0L), 2);

        assertThat(news.reached()).isEqualTo(Map.of(A, RoomsContract.reached(4), B, RoomsContract.reached(1)));
        assertThat(news.messages()).containsOnlyKeys(A, B);
        assertThat(news.messages().get(A)).extracting(Message::seq).containsExactly(2L, 3L);
        assertThat(news.messages().get(B)).extracting(Message::seq).containsExactly(1L);
    }

    @Test
    void a_room_without_new_messages_has_only_its_last_number() {
        News news = club.followRooms.follow(Map.of(A, 4L, B, 0L), 10);

        assertThat(news.reached()).isEqualTo(Map.of(A, RoomsContract.reached(4), B, RoomsContract.reached(1)));
        assertThat(news.messages()).containsOnlyKeys(B);
        assertThat(club.followRooms.follow(Map.of(A, 4L, B, Long.MAX_VALUE), 10))
                .isEqualTo(new News(Map.of(A, RoomsContract.reached(4), B, RoomsContract.reached(1)), Map.of()));
    }

    @Test
    void a_room_that_does_not_exist_is_left_out() {
        assertThat(club.followRooms.follow(Map.of(new RoomId("none"), 0L), 10)).isEqualTo(new News(Map.of(), Map.of()));
    }
}
