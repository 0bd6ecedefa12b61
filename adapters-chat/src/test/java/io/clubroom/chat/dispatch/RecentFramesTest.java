package io.clubroom.chat.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.frame.MessageFrames;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.testkit.user.UserFixture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecentFramesTest {
    private static final RoomId ROOM = new RoomId("general");
    private static final RoomId OTHER = new RoomId("support");
    private static final long PLENTY = 1_000_000;

    /** Its metric shows whether all buffers were released. */
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    private final Participant author = Participant.of(UserFixture.user().build());
    private RecentFrames recent = new RecentFrames(10, PLENTY);

    private Message message(RoomId room, long seq) {
        return new Message(
                new MessageId(UUID.randomUUID()),
                room,
                seq,
                author,
                new MessageText("number " + seq),
                null,
                Instant.parse("2026-01-02T03:04:05.000006Z"));
    }

    private List<Message> messages(RoomId room, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(seq -> message(room, seq))
                .toList();
    }

    private List<Message> add(RoomId room, long first, long last) {
        List<Message> messages = messages(room, first, last);
        add(messages);
        return messages;
    }

    private void add(List<Message> messages) {
        MessageFrames frames = MessageFrames.encode(allocator, messages);
        recent.add(frames);
        frames.release();
    }

    private boolean isKept(Message message) {
        ByteBuf out = Unpooled.buffer();
        boolean kept = recent.copy(message, out);
        MessageFrames encoded = MessageFrames.encode(UnpooledByteBufAllocator.DEFAULT, List.of(message));
        assertThat(out).isEqualTo(kept ? encoded.everybody() : Unpooled.EMPTY_BUFFER);
        return kept;
    }

    @AfterEach
    void everything_is_released() {
        recent.clear();

        assertThat(recent.bytes()).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void the_frames_of_the_same_messages_are_found() {
        List<Message> here = new ArrayList<>(add(ROOM, 1, 3));
        here.addAll(add(ROOM, 4, 4));
        List<Message> there = add(OTHER, 2, 5);

        assertThat(here).allMatch(this::isKept);
        assertThat(there).allMatch(this::isKept);
        assertThat(isKept(message(ROOM, 5))).isFalse();
        assertThat(isKept(message(OTHER, 1))).isFalse();
        assertThat(isKept(message(new RoomId("nowhere"), 1))).isFalse();
    }

    @Test
    void a_message_that_was_read_anew_is_not_found() {
        add(ROOM, 1, 3);

        assertThat(messages(ROOM, 1, 3)).noneMatch(this::isKept);
    }

    @Test
    void messages_that_were_read_anew_replace_the_old_ones() {
        List<Message> old = new ArrayList<>(add(ROOM, 1, 3));
        old.addAll(add(ROOM, 4, 6));
        List<Message> remaining = add(ROOM, 7, 8);
        List<Message> anew = add(ROOM, 2, 5);

        assertThat(anew).allMatch(this::isKept);
        assertThat(remaining).allMatch(this::isKept);
        assertThat(old).noneMatch(this::isKept);
    }

    @Test
    void only_the_last_messages_of_a_room_are_kept() {
        List<Message> first = add(ROOM, 1, 5);
        List<Message> second = add(ROOM, 6, 10);
        List<Message> third = add(ROOM, 11, 11);

        assertThat(first).noneMatch(this::isKept);
        assertThat(second).allMatch(this::isKept);
        assertThat(third).allMatch(this::isKept);
    }

    @Test
    void beyond_the_bytes_the_room_without_news_for_the_longest_time_goes_first() {
        int size = bytes(messages(ROOM, 1, 1));
        recent = new RecentFrames(10, 4L * size);
        List<Message> here = new ArrayList<>(add(ROOM, 1, 1));
        List<Message> there = new ArrayList<>(add(OTHER, 1, 1));
        there.addAll(add(OTHER, 2, 2));
        here.addAll(add(ROOM, 2, 2));

        here.addAll(add(ROOM, 3, 3));

        assertThat(here).allMatch(this::isKept);
        assertThat(isKept(there.getFirst())).isFalse();
        assertThat(isKept(there.getLast())).isTrue();
        assertThat(recent.bytes()).isLessThanOrEqualTo(4L * size);
    }

    @Test
    void a_room_can_be_forgotten() {
        List<Message> here = add(ROOM, 1, 3);
        List<Message> there = add(OTHER, 1, 3);

        recent.forget(ROOM);

        assertThat(here).noneMatch(this::isKept);
        assertThat(there).allMatch(this::isKept);
    }

    private int bytes(List<Message> messages) {
        MessageFrames frames = MessageFrames.encode(allocator, messages);
        try {
            return frames.bytes();
        } finally {
            frames.release();
        }
    }
}
