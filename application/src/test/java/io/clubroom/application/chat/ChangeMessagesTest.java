package io.clubroom.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.Ending;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChangeMessagesTest {
    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final User anna = club.join(UserFixture.user());

    ChangeMessagesTest() {
        club.rooms.add(RoomsContract.room("hall"));
    }

    private static Message message(Outcome outcome) {
        return ((RoomChange.Posted) ((Outcome.Stored) outcome).change()).message();
    }

    @Test
    void stores_messages_with_number_time_and_author() {
        MessageId id = new MessageId(UUID.randomUUID());
        ChangeMessages posting =
                new ChangeMessages(club.messages, club.revocations, club.clock, () -> id, EditWindow.DEFAULT, _ -> {});

        assertThat(posting.change(List.of(Chats.post(john, "hall", "Hello", "my-1")))
                        .outcomes())
                .containsExactly(new Outcome.Stored(new RoomChange.Posted(
                        1,
                        new Message(
                                id,
                                new RoomId("hall"),
                                1,
                                Participant.of(john),
                                MessageText.of("Hello"),
                                ClientMessageId.of("my-1"),
                                Club.NOW))));
    }

    @Test
    void returns_the_outcome_of_each_post_in_order() {
        User stranger = UserFixture.user().build();
        User inactive = club.join(UserFixture.user().inactive());

        List<Outcome> outcomes = Chats.post(
                club,
                Chats.post(john, "none", "a", null),
                Chats.post(stranger, "hall", "b", null),
                Chats.post(inactive, "hall", "c", null),
                Chats.post(john, "hall", "d", "once"),
                Chats.post(john, "hall", "e", "once"),
                Chats.post(anna, "hall", "f", "once"));

        assertThat(outcomes.subList(0, 3))
                .containsExactly(
                        new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM),
                        new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER),
                        new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER));
        Message first = message(outcomes.get(3));
        assertThat(first.seq()).isEqualTo(1);
        assertThat(outcomes.get(4)).isEqualTo(new Outcome.Repeated(new RoomChange.Posted(1, first)));
        assertThat(message(outcomes.get(5)).seq()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void stores_nothing_from_a_user_whose_token_has_ended(Ending ending) {
        User trainer = club.join(UserFixture.user().role(Role.TRAINER));
        ChangeMessages.Post post = Chats.post(trainer, "hall", "Hello", null);
        ending.of(club, trainer);

        assertThat(Chats.post(club, post)).containsExactly(new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER));
        assertThat(club.rooms.reached(List.of(new RoomId("hall"))))
                .isEqualTo(Map.of(new RoomId("hall"), RoomsContract.reached(0)));
    }

    @Test
    void a_later_repeat_returns_the_message_stored_first() {
        Outcome first = Chats.post(club, Chats.post(john, "hall", "once", "id")).getFirst();
        club.clock.advance(Duration.ofHours(1));

        assertThat(Chats.post(club, Chats.post(john, "hall", "twice", "id")))
                .containsExactly(new Outcome.Repeated(((Outcome.Stored) first).change()));
        assertThat(club.rooms.reached(List.of(new RoomId("hall"))))
                .isEqualTo(Map.of(new RoomId("hall"), RoomsContract.reached(1)));
    }

    @Test
    void numbers_concurrent_messages_without_gaps() {
        Race.of(
                8,
                number -> Chats.post(
                        club,
                        IntStream.range(0, 50)
                                .mapToObj(
                                        i -> Chats.post(number % 2 == 0 ? john : anna, "hall", number + "-" + i, null))
                                .toArray(ChangeMessages.Post[]::new)));

        assertThat(club.messages
                        .following(Map.of(new RoomId("hall"), 0L), 1_000)
                        .get(new RoomId("hall")))
                .extracting(Message::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
    }
}
