package io.clubroom.chat.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TakenOverMessageTest {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final Participant JOHN = new Participant(
            new UserId(UUID.fromString("11111111-1111-4111-8111-111111111111")),
            new Username("jsmith"),
            new FullName("John Smith"),
            null);

    @Test
    void the_current_name_of_the_author_is_shown() {
        assertThat(frame(JOHN, new FullName("Johnny")))
                .contains("\"sender_name\":\"John Smith\"")
                .contains("\"full_name\":\"John Smith\"")
                .doesNotContain("Johnny");
    }

    @Test
    void the_original_name_of_an_author_who_is_gone_is_shown() {
        assertThat(frame(null, new FullName("Johnny")))
                .contains("\"sender_id\":\"" + NOBODY + "\",\"sender_name\":\"Johnny\"")
                .contains("\"user\":{\"id\":\"" + NOBODY
                        + "\",\"username\":\"deleted\",\"full_name\":\"Johnny\",\"avatar_url\":null}");
    }

    @Test
    void without_any_name_the_author_is_a_deleted_user() {
        assertThat(frame(null, null))
                .contains("\"sender_name\":\"Deleted user\"")
                .contains("\"full_name\":\"Deleted user\"");
    }

    private static String frame(@Nullable Participant author, @Nullable FullName originalName) {
        Message message = new Message(
                new MessageId(UUID.randomUUID()),
                new RoomId("general"),
                1,
                author,
                new MessageText("hello"),
                List.of(),
                null,
                Instant.EPOCH,
                originalName,
                MessageState.PLAIN);
        ByteBuf wire =
                FrameWriter.write(UnpooledByteBufAllocator.DEFAULT, List.of(new ServerFrame.Posted(message, false)));
        try {
            return wire.toString(StandardCharsets.UTF_8);
        } finally {
            wire.release();
        }
    }
}
