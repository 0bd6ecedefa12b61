package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.chat.ReadHistory.Direction;
import io.clubroom.application.chat.ReadHistory.Query;
import io.clubroom.application.chat.ReadHistory.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadHistoryTest {
    private static final RoomId LIBRARY = new RoomId("library");

    private final Club club = new Club();
    private final User reader = club.join(UserFixture.user());
    private final User writer = club.join(UserFixture.user());

    ReadHistoryTest() {
        club.rooms.add(RoomsContract.room("library"));
    }

    private Result read(long after, long before, Direction direction, int limit) {
        return club.readHistory.read(Club.as(reader), LIBRARY, () -> new Query(after, before, direction, limit));
    }

    private static List<Long> seqs(Result result) {
        return ((Result.Page) result).messages().stream().map(Message::seq).toList();
    }

    private static boolean hasMore(Result result) {
        return ((Result.Page) result).next() != null;
    }

    @Test
    void reads_backward_from_the_newest() {
        Chats.say(club, writer, "library", "1", "2", "3", "4", "5");

        Result newest = read(0, Long.MAX_VALUE, Direction.BACKWARD, 2);
        Result oldest = read(0, 4, Direction.BACKWARD, 3);

        assertThat(seqs(newest)).containsExactly(5L, 4L);
        assertThat(hasMore(newest)).isTrue();
        assertThat(seqs(oldest)).containsExactly(3L, 2L, 1L);
        assertThat(hasMore(oldest)).isFalse();
    }

    @Test
    void reads_forward_and_still_returns_the_newest_first() {
        Chats.say(club, writer, "library", "1", "2", "3", "4", "5");

        Result first = read(1, Long.MAX_VALUE, Direction.FORWARD, 2);
        Result last = read(3, Long.MAX_VALUE, Direction.FORWARD, 2);

        assertThat(seqs(first)).containsExactly(3L, 2L);
        assertThat(hasMore(first)).isTrue();
        assertThat(seqs(last)).containsExactly(5L, 4L);
        assertThat(hasMore(last)).isFalse();
    }

    @Test
    void keeps_to_the_range_in_both_directions() {
        Chats.say(club, writer, "library", "1", "2", "3", "4", "5");

        for (Direction direction : Direction.values()) {
            Result between = read(1, 4, direction, 10);
            assertThat(seqs(between)).containsExactly(3L, 2L);
            assertThat(hasMore(between)).isFalse();
        }
        assertThat(seqs(read(5, Long.MAX_VALUE, Direction.FORWARD, 10))).isEmpty();
    }

    @Test
    void returns_a_message_with_its_author() {
        Chats.say(club, writer, "library", "Hello");

        Message message = ((Result.Page) read(0, Long.MAX_VALUE, Direction.BACKWARD, 1))
                .messages()
                .getFirst();

        assertThat(message.text().value()).isEqualTo("Hello");
        assertThat(message.author()).isNotNull();
        assertThat(message.author().id()).isEqualTo(writer.id());
        assertThat(message.createdAt()).isEqualTo(Club.NOW);
    }

    @Test
    void a_message_stays_without_its_author_when_they_are_deleted() {
        Chats.say(club, writer, "library", "I was here");
        club.users.remove(writer.id());

        assertThat(((Result.Page) read(0, Long.MAX_VALUE, Direction.BACKWARD, 1)).messages())
                .singleElement()
                .satisfies(message -> assertThat(message.author()).isNull())
                .satisfies(message -> assertThat(message.text().value()).isEqualTo("I was here"));
    }

    @Test
    void an_empty_room_has_an_empty_page_and_an_unknown_one_none() {
        assertThat(read(0, Long.MAX_VALUE, Direction.BACKWARD, 10)).isEqualTo(new Result.Page(List.of(), null));
        assertThat(club.readHistory.read(Club.as(reader), new RoomId("none"), () -> {
                    throw new AssertionError("must not be parsed");
                }))
                .isEqualTo(new Result.NotFound());
    }

    @Test
    void returns_nothing_without_signing_in() {
        assertThat(club.readHistory.read(
                        Actor.ANONYMOUS, LIBRARY, () -> new Query(0, Long.MAX_VALUE, Direction.BACKWARD, 10)))
                .isEqualTo(new Result.NotSignedIn());
    }
}
