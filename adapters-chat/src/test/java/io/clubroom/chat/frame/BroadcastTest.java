package io.clubroom.chat.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BroadcastTest {
    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    private static final Participant JOHN = participant("john");
    private static final Participant MARY = participant("mary");
    private static final Participant ANNA = participant("anna");

    private long seq;

    private static Participant participant(String name) {
        return new Participant(
                new UserId(UUID.randomUUID()), new Username(name), new FullName(name + " Ďurišová"), null);
    }

    private Message said(@Nullable Participant author, String text, @Nullable String name) {
        return new Message(
                new MessageId(UUID.randomUUID()),
                new RoomId("general"),
                ++seq,
                author,
                new MessageText(text),
                name == null ? null : new ClientMessageId(name),
                Instant.parse("2026-01-02T03:04:05.000006Z"));
    }

    private List<Message> conversation() {
        List<Message> messages = new ArrayList<>();
        messages.add(said(JOHN, "first", "j\"1\\/é😀"));
        messages.add(said(MARY, "without an id", null));
        messages.add(said(JOHN, "x".repeat(70_000), "long"));
        messages.add(said(null, "by a deleted user", "gone"));
        messages.add(said(JOHN, "again", "j2"));
        messages.add(said(MARY, "last", "m1"));
        return messages;
    }

    private static String encodedOneByOne(List<Message> messages, @Nullable Participant receiver) {
        return text(FrameWriter.write(
                ALLOCATOR,
                messages.stream()
                        .map(message ->
                                new ServerFrame.Posted(message, receiver != null && receiver.equals(message.author())))
                        .toList()));
    }

    private static String text(ByteBuf frames) {
        try {
            return frames.toString(StandardCharsets.ISO_8859_1);
        } finally {
            frames.release();
        }
    }

    @Test
    void everybody_gets_what_they_would_get_if_it_were_encoded_for_them_alone() {
        List<Message> messages = conversation();

        MessageFrames frames = MessageFrames.encode(ALLOCATOR, messages);
        Map<UserId, ByteBuf> authors = frames.authors(ALLOCATOR);

        assertThat(authors).containsOnlyKeys(JOHN.id(), MARY.id());
        assertThat(text(authors.get(JOHN.id()))).isEqualTo(encodedOneByOne(messages, JOHN));
        assertThat(text(authors.get(MARY.id()))).isEqualTo(encodedOneByOne(messages, MARY));
        assertThat(text(frames.forUser(ALLOCATOR, JOHN.id()))).isEqualTo(encodedOneByOne(messages, JOHN));
        assertThat(text(frames.forUser(ALLOCATOR, ANNA.id()))).isEqualTo(encodedOneByOne(messages, null));
        assertThat(text(frames.everybody())).isEqualTo(encodedOneByOne(messages, null));
    }

    @Test
    void without_client_message_ids_all_receivers_get_the_same_bytes() {
        MessageFrames frames = MessageFrames.encode(ALLOCATOR, List.of(said(JOHN, "hello", null)));

        assertThat(frames.authors(ALLOCATOR)).isEmpty();
        frames.release();
    }

    @Test
    void frames_that_are_known_are_not_encoded_again() {
        List<Message> messages = conversation();
        MessageFrames first = MessageFrames.encode(ALLOCATOR, messages.subList(0, 3));
        List<Message> asked = new ArrayList<>();

        MessageFrames all = MessageFrames.encode(ALLOCATOR, messages, (message, out) -> {
            boolean known = first.copy(message, out);
            if (!known) {
                asked.add(message);
            }
            return known;
        });

        assertThat(asked).containsExactlyElementsOf(messages.subList(3, 6));
        assertThat(first.isNew()).isTrue();
        assertThat(all.isNew()).isFalse();
        assertThat(text(all.forUser(ALLOCATOR, JOHN.id()))).isEqualTo(encodedOneByOne(messages, JOHN));
        assertThat(text(all.everybody())).isEqualTo(encodedOneByOne(messages, null));
        first.release();
    }
}
