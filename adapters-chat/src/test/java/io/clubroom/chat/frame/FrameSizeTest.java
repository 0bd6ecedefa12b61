package io.clubroom.chat.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.testkit.user.UserFixture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The size of frames; in a room with 1,000 members, each additional byte is sent 1,000 times. */
class FrameSizeTest {
    private static final Participant AUTHOR = Participant.of(
            UserFixture.user().username("ada").fullName("Ada Lovelace").build());

    private static Message message(String text) {
        return new Message(
                new MessageId(UUID.fromString("00000000-0000-7000-8000-000000000001")),
                RoomId.of("general"),
                4_711,
                AUTHOR,
                MessageText.of(text),
                ClientMessageId.of("0b2f"),
                Instant.parse("2026-01-01T00:00:00.123456Z"));
    }

    private static int bytes(ServerFrame frame) {
        ByteBuf wire = FrameWriter.write(UnpooledByteBufAllocator.DEFAULT, frame);
        try {
            return wire.readableBytes();
        } finally {
            wire.release();
        }
    }

    @Test
    void a_message_takes_as_many_bytes_as_its_fields_and_four_for_the_frame() {
        assertThat(bytes(new ServerFrame.Posted(message("Hello"), false))).isEqualTo(412);
        assertThat(bytes(new ServerFrame.Posted(message("Hello"), true)))
                .isEqualTo(412 + ",\"client_message_id\":\"0b2f\"".length());
    }

    @Test
    void each_byte_of_the_text_takes_one() {
        int hello = bytes(new ServerFrame.Posted(message("Hello"), false));

        assertThat(bytes(new ServerFrame.Posted(message("Hello everyone"), false)))
                .isEqualTo(hello + 9);
        assertThat(bytes(new ServerFrame.Posted(message("Héllö"), false))).isEqualTo(hello + 2);
    }

    @Test
    void a_message_with_ten_files_of_the_longest_names_fits_into_64_kib() {
        StoredFile file = new StoredFile(
                new FileId(UUID.randomUUID()),
                AUTHOR.id(),
                FileName.of("\uD83D\uDE00".repeat(300)),
                new MediaType("image/" + "x".repeat(121)),
                Long.MAX_VALUE,
                Sha256.of(new byte[32]),
                new Dimensions(Integer.MAX_VALUE, Integer.MAX_VALUE),
                new ContentId(UUID.randomUUID()),
                true,
                Instant.parse("2026-01-01T00:00:00.123456Z"));
        Message message = message("\uD83D\uDE00".repeat(4_000)).withAttachments(Collections.nCopies(10, file));

        assertThat(bytes(new ServerFrame.Posted(message, true))).isLessThan(65_536);
    }

    @Test
    void small_talk_stays_small() {
        assertThat(bytes(new ServerFrame.Typing(RoomId.of("general"), AUTHOR))).isEqualTo(156);
        assertThat(bytes(new ServerFrame.Pong())).isEqualTo(17);
    }
}
