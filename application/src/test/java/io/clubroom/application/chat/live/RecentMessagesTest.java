package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentMessagesTest {
    private static final RoomId A = new RoomId("a");
    private static final RoomId B = new RoomId("b");
    private static final Participant ANNA = Participant.of(UserFixture.user().build());
    private static final Participant BEN = Participant.of(UserFixture.user().build());

    private final RecentMessages recent = new RecentMessages(10, 100_000);

    private static List<Message> messages(RoomId room, Participant author, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> new Message(
                        new MessageId(UUID.randomUUID()),
                        room,
                        seq,
                        author,
                        new MessageText("message " + seq),
                        null,
                        Instant.EPOCH))
                .toList();
    }

    @Test
    void returns_the_messages_after_a_seq() {
        recent.add(A, messages(A, ANNA, 4, 6));
        recent.add(A, messages(A, ANNA, 7, 8));

        assertThat(recent.between(A, 5, 8)).extracting(Message::seq).containsExactly(6L, 7L, 8L);
        assertThat(recent.between(A, 3, 8)).hasSize(5);
        assertThat(recent.between(A, 8, 8)).isEmpty();
    }

    @Test
    void returns_nothing_unless_it_has_all_of_them() {
        recent.add(A, messages(A, ANNA, 4, 6));

        assertThat(recent.between(A, 2, 6)).isNull();
        assertThat(recent.between(A, 4, 7)).isNull();
        assertThat(recent.between(B, 0, 0)).isNull();
    }

    @Test
    void those_who_ask_for_the_same_messages_share_the_list() {
        recent.add(A, messages(A, ANNA, 1, 6));
        List<Message> first = recent.between(A, 2, 6);

        assertThat(recent.between(A, 2, 6)).isSameAs(first);
        recent.add(A, messages(A, ANNA, 7, 7));
        assertThat(recent.between(A, 2, 7)).hasSize(5);
    }

    @Test
    void begins_anew_after_a_gap() {
        recent.add(A, messages(A, ANNA, 1, 3));
        recent.add(A, messages(A, ANNA, 5, 6));

        assertThat(recent.between(A, 2, 6)).isNull();
        assertThat(recent.between(A, 4, 6)).hasSize(2);
    }

    @Test
    void keeps_a_limited_number_of_messages_of_a_room() {
        for (int i = 1; i <= 50; i++) {
            recent.add(A, messages(A, ANNA, i, i));
        }

        assertThat(recent.between(A, 40, 50)).hasSize(10);
        assertThat(recent.between(A, 29, 50)).isNull();
    }

    @Test
    void forgets_the_room_without_news_for_the_longest_time_when_there_are_too_many_characters() {
        RecentMessages few = new RecentMessages(10, 2_000);
        few.add(A, messages(A, ANNA, 1, 4));
        few.add(B, messages(B, ANNA, 1, 4));
        assertThat(few.between(A, 3, 4)).hasSize(1);
        few.add(B, messages(B, ANNA, 5, 8));

        assertThat(few.between(A, 0, 4)).isNull();
        assertThat(few.between(B, 0, 8)).hasSize(8);
        assertThat(few.characters()).isLessThanOrEqualTo(2_000);
    }

    @Test
    void counts_the_names_of_attachments_and_400_characters_for_each() {
        StoredFile file = new StoredFile(
                new FileId(UUID.randomUUID()),
                ANNA.id(),
                new FileName("plan.pdf"),
                new MediaType("application/pdf"),
                1,
                Sha256.of(new byte[32]),
                null,
                new ContentId(UUID.randomUUID()),
                true,
                Instant.EPOCH);
        List<Message> messages = messages(A, ANNA, 1, 1);
        recent.add(A, messages);
        int without = recent.characters();
        recent.forget(A);

        recent.add(A, List.of(messages.getFirst().withAttachments(List.of(file, file))));

        assertThat(recent.characters() - without).isEqualTo(2 * (400 + "plan.pdf".length()));
    }

    @Test
    void forgets_the_rooms_in_which_an_author_has_written() {
        recent.add(A, messages(A, ANNA, 1, 2));
        recent.add(B, messages(B, BEN, 1, 2));

        recent.forget(BEN.id());

        assertThat(recent.between(A, 0, 2)).hasSize(2);
        assertThat(recent.between(B, 0, 2)).isNull();
        recent.forget(A);
        assertThat(recent.characters()).isZero();
    }
}
