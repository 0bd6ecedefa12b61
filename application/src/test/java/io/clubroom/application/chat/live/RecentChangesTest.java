package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
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

class RecentChangesTest {
    private static final RoomId A = new RoomId("a");
    private static final RoomId B = new RoomId("b");
    private static final Participant ANNA = Participant.of(UserFixture.user().build());
    private static final Participant BEN = Participant.of(UserFixture.user().build());

    private final RecentChanges recent = new RecentChanges(10, 100_000);

    private static Message message(RoomId room, Participant author, long seq) {
        return new Message(
                new MessageId(new UUID(0, seq)),
                room,
                seq,
                author,
                new MessageText("message " + seq),
                null,
                Instant.EPOCH);
    }

    private static List<RoomChange> messages(RoomId room, Participant author, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .<RoomChange>mapToObj(seq -> new RoomChange.Posted(seq, message(room, author, seq)))
                .toList();
    }

    private static List<RoomChange> edit(long change, long seq, String text) {
        return List.of(new RoomChange.Edited(
                change,
                message(A, ANNA, seq).edited(new MessageText(text), List.of(), Instant.EPOCH.plusSeconds(change))));
    }

    private static List<String> texts(List<RoomChange> changes) {
        return changes.stream()
                .map(change -> ((RoomChange.OfMessage) change).message().text().value())
                .toList();
    }

    @Test
    void returns_the_messages_after_a_seq() {
        recent.add(A, messages(A, ANNA, 4, 6), 3);
        recent.add(A, messages(A, ANNA, 7, 8), 6);

        assertThat(texts(recent.between(A, new After.AfterSeq(5), 8)))
                .containsExactly("message 6", "message 7", "message 8");
        assertThat(recent.between(A, new After.AfterSeq(3), 8)).hasSize(5);
        assertThat(recent.between(A, new After.AfterSeq(8), 8)).isEmpty();
    }

    @Test
    void returns_nothing_unless_it_has_all_of_them() {
        recent.add(A, messages(A, ANNA, 4, 6), 3);

        assertThat(recent.between(A, new After.AfterSeq(2), 6)).isNull();
        assertThat(recent.between(A, new After.AfterSeq(4), 7)).isNull();
        assertThat(recent.between(B, new After.AfterSeq(0), 0)).isNull();
    }

    @Test
    void those_who_ask_for_the_same_messages_share_the_list() {
        recent.add(A, messages(A, ANNA, 1, 6), 0);
        List<RoomChange> first = recent.between(A, new After.AfterSeq(2), 6);

        assertThat(recent.between(A, new After.AfterSeq(2), 6)).isSameAs(first);
        recent.add(A, messages(A, ANNA, 7, 7), 6);
        assertThat(recent.between(A, new After.AfterSeq(2), 7)).hasSize(5);
    }

    @Test
    void a_bounded_number_of_lists_is_shared() {
        RecentChanges many = new RecentChanges(100, 100_000);
        many.add(A, messages(A, ANNA, 1, 100), 0);
        for (long seq = 0; seq < RecentChanges.MAX_SHARED; seq++) {
            many.between(A, new After.AfterSeq(seq), 100);
        }
        After another = new After.AfterSeq(RecentChanges.MAX_SHARED);

        assertThat(many.between(A, another, 100)).isNotSameAs(many.between(A, another, 100));
        assertThat(many.between(A, another, 100)).hasSize(100 - RecentChanges.MAX_SHARED);
    }

    @Test
    void begins_anew_after_a_gap() {
        recent.add(A, messages(A, ANNA, 1, 3), 0);
        recent.add(A, messages(A, ANNA, 5, 6), 4);

        assertThat(recent.between(A, new After.AfterSeq(2), 6)).isNull();
        assertThat(recent.between(A, new After.AfterSeq(4), 6)).hasSize(2);
    }

    @Test
    void keeps_a_limited_number_of_messages_of_a_room() {
        for (int i = 1; i <= 50; i++) {
            recent.add(A, messages(A, ANNA, i, i), i - 1);
        }

        assertThat(recent.between(A, new After.AfterSeq(40), 50)).hasSize(10);
        assertThat(recent.between(A, new After.AfterSeq(29), 50)).isNull();
    }

    @Test
    void forgets_the_room_without_news_for_the_longest_time_when_there_are_too_many_characters() {
        RecentChanges few = new RecentChanges(10, 2_000);
        few.add(A, messages(A, ANNA, 1, 4), 0);
        few.add(B, messages(B, ANNA, 1, 4), 0);
        assertThat(few.between(A, new After.AfterSeq(3), 4)).hasSize(1);
        few.add(B, messages(B, ANNA, 5, 8), 4);

        assertThat(few.between(A, new After.AfterSeq(0), 4)).isNull();
        assertThat(few.between(B, new After.AfterSeq(0), 8)).hasSize(8);
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
        Message message = message(A, ANNA, 1);
        recent.add(A, List.of(new RoomChange.Posted(1, message)), 0);
        int without = recent.characters();
        recent.forget(A);

        recent.add(A, List.of(new RoomChange.Posted(1, message.withAttachments(List.of(file, file)))), 0);

        assertThat(recent.characters() - without).isEqualTo(2 * (400 + "plan.pdf".length()));
    }

    @Test
    void forgets_the_rooms_in_which_an_author_has_written() {
        recent.add(A, messages(A, ANNA, 1, 2), 0);
        recent.add(B, messages(B, BEN, 1, 2), 0);

        recent.forget(BEN.id());

        assertThat(recent.between(A, new After.AfterSeq(0), 2)).hasSize(2);
        assertThat(recent.between(B, new After.AfterSeq(0), 2)).isNull();
        recent.forget(A);
        assertThat(recent.characters()).isZero();
    }

    @Test
    void shows_messages_as_they_are_after_later_changes() {
        recent.add(A, messages(A, ANNA, 1, 3), 0);
        recent.add(A, edit(4, 2, "edited"), 3);
        recent.add(A, edit(5, 2, "edited again"), 3);

        assertThat(texts(recent.between(A, new After.AfterChange(1), 5)))
                .containsExactly("edited again", "message 3", "edited again", "edited again");
        assertThat(recent.between(A, new After.AfterChange(3), 5)).hasSize(2);
        assertThat(texts(recent.between(A, new After.AfterSeq(0), 5)))
                .containsExactly("message 1", "edited again", "message 3");
    }

    @Test
    void shows_the_message_that_another_one_replies_to_as_it_is() {
        Message target = message(A, ANNA, 1);
        Message reply = message(A, BEN, 2)
                .withState(new MessageState(null, false, List.of(), List.of(), ReplyPreview.of(target)));
        recent.add(A, List.of(new RoomChange.Posted(1, target), new RoomChange.Posted(2, reply)), 0);
        recent.add(A, List.of(new RoomChange.Deleted(3, target.deleted())), 2);

        assertThat(recent.between(A, new After.AfterChange(1), 3))
                .first()
                .extracting(change ->
                        ((RoomChange.OfMessage) change).message().state().replyTo())
                .isEqualTo(ReplyPreview.of(target.deleted()));
    }

    @Test
    void keeps_all_messages_after_a_seq_as_long_as_it_keeps_the_changes_since() {
        recent.add(A, messages(A, ANNA, 1, 1), 0);
        for (int change = 2; change <= 21; change++) {
            recent.add(A, edit(change, 1, "text " + change), 1);
        }

        assertThat(recent.between(A, new After.AfterSeq(0), 21)).isNull();
        assertThat(recent.between(A, new After.AfterSeq(1), 21)).isEmpty();
    }
}
