package io.clubroom.chat.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeFramesTest {
    private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;
    private static final Participant JOHN = participant(1, "john", "John Smith");
    private static final Participant MARY = participant(2, "mary", "Mary Jones");
    private static final UserId ANNA = new UserId(new UUID(0, 3));
    private static final RoomId ROOM = new RoomId("yoga");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final Emoji THUMB = Emoji.of("👍");

    private static Participant participant(long id, String name, String fullName) {
        return new Participant(new UserId(new UUID(0, id)), new Username(name), new FullName(fullName), null);
    }

    private static Message message(String text, MessageState state) {
        return new Message(
                new MessageId(new UUID(0, 7)),
                ROOM,
                3,
                JOHN,
                new MessageText(text),
                List.of(),
                new ClientMessageId("hidden"),
                AT,
                null,
                state);
    }

    private static MessageState reactedTo(UserId... users) {
        return new MessageState(
                null,
                false,
                List.of(),
                List.of(new Reaction(Emoji.of("❤️"), List.of(ANNA)), new Reaction(THUMB, List.of(users))),
                null);
    }

    private static final String MESSAGE = """
        "id":"00000000-0000-0000-0000-000000000007","seq":3,"sender_id":"00000000-0000-0000-0000-000000000001",\
        "sender_name":"John Smith","content":"hello","attachments":[],"room_id":"yoga",\
        "created_at":"2026-01-02T03:04:05.000006Z","timestamp":"2026-01-02T03:04:05.000006Z",\
        "user":{"id":"00000000-0000-0000-0000-000000000001","username":"john","full_name":"John Smith","avatar_url":null}\
        """;

    @Test
    void a_message_of_protocol_2_shows_all_that_may_have_changed() {
        assertThat(json(new RoomChange.Posted(9, message("hello", MessageState.PLAIN)), null, null))
                .isEqualTo("{\"type\":\"message\",\"change\":9," + MESSAGE
                        + ",\"edited_at\":null,\"deleted\":false,\"mentions\":[],\"reactions\":[],\"reply_to\":null}");

        MessageState state = new MessageState(
                AT,
                false,
                List.of(ANNA),
                List.of(new Reaction(THUMB, List.of(ANNA, MARY.id()))),
                new ReplyPreview(new MessageId(new UUID(0, 6)), null, "earlier", false));
        assertThat(json(new RoomChange.Posted(9, message("hello", state)), MARY.id(), new ClientMessageId("7")))
                .isEqualTo("{\"type\":\"message\",\"change\":9," + MESSAGE
                        + ",\"edited_at\":\"2026-01-02T03:04:05.000006Z\",\"deleted\":false,"
                        + "\"mentions\":[\"00000000-0000-0000-0000-000000000003\"],"
                        + "\"reactions\":[{\"emoji\":\"👍\",\"count\":2,\"mine\":true}],\"reply_to\":{\"id\":\"00000000-0000-0000-0000-000000000006\",\"sender_name\":\"Deleted"
                        + " user\",\"content\":\"earlier\",\"deleted\":false},\"client_message_id\":\"7\"}");
    }

    /** No new frame, and no new field, reaches a client of today. */
    @Test
    void a_message_of_protocol_1_has_the_fields_that_it_always_had() {
        assertThat(json(new ServerFrame.Posted(message("hello", reactedTo(MARY.id())), false)))
                .isEqualTo("{\"type\":\"message\"," + MESSAGE + "}");
        assertThat(json(new ServerFrame.Authenticated(ANNA, null)))
                .isEqualTo("{\"type\":\"authenticated\",\"user_id\":\"00000000-0000-0000-0000-000000000003\"}");
        assertThat(json(new ServerFrame.Connected(ROOM, 3, List.of(), 0)))
                .isEqualTo(
                        "{\"type\":\"connected\",\"room_id\":\"yoga\",\"last_seq\":3,\"members\":[],\"member_count\":0}");
        assertThat(json(new ServerFrame.Disconnected(ROOM)))
                .isEqualTo("{\"type\":\"disconnected\",\"room_id\":\"yoga\"}");
    }

    @Test
    void each_change_has_a_frame() {
        String message = "\"room_id\":\"yoga\",\"message_id\":\"00000000-0000-0000-0000-000000000007\"";
        MessageState edited = new MessageState(AT, false, List.of(ANNA), List.of(), null);
        assertThat(json(new RoomChange.Edited(10, message("new", edited)), null, null))
                .isEqualTo("{\"type\":\"message_edited\",\"change\":10," + message + ",\"content\":\"new\","
                        + "\"edited_at\":\"2026-01-02T03:04:05.000006Z\","
                        + "\"mentions\":[\"00000000-0000-0000-0000-000000000003\"]}");
        assertThat(json(new RoomChange.Deleted(11, message("hello", edited).deleted()), null, new ClientMessageId("d")))
                .isEqualTo("{\"type\":\"message_deleted\",\"change\":11," + message + ",\"client_message_id\":\"d\"}");
        assertThat(json(
                        new RoomChange.Reacted(
                                RoomChange.UNNUMBERED, message("hello", reactedTo(MARY.id())), THUMB, MARY, false, 1),
                        null,
                        null))
                .isEqualTo("{\"type\":\"reaction\"," + message
                        + ",\"emoji\":\"👍\",\"user\":{\"id\":\"00000000-0000-0000-0000-000000000002\",\"username\":\"mary\",\"full_name\":\"Mary"
                        + " Jones\",\"avatar_url\":null},\"removed\":false,\"count\":1}");
        assertThat(json(
                        new RoomChange.Reacted(12, message("hello", MessageState.PLAIN), THUMB, null, true, 0),
                        null,
                        null))
                .contains("\"user\":{\"id\":\"00000000-0000-0000-0000-000000000000\",\"username\":\"deleted\","
                        + "\"full_name\":\"Deleted user\",\"avatar_url\":null}");
        assertThat(json(new RoomChange.UserErased(13, ROOM, ANNA), null, null))
                .isEqualTo("{\"type\":\"user_erased\",\"change\":13,\"room_id\":\"yoga\","
                        + "\"user_id\":\"00000000-0000-0000-0000-000000000003\"}");
    }

    @Test
    void a_gap_in_the_changes_says_where_to_read_them() {
        assertThat(json(new ServerFrame.ChangeGap(new RoomId("a b"), 5, 9)))
                .endsWith("\"code\":\"history_gap\",\"room_id\":\"a b\",\"after_change\":5,\"last_change\":9,"
                        + "\"history\":\"/api/chat/rooms/a%20b/changes?after=5\"}");
    }

    @Test
    void an_error_says_until_when_a_user_is_muted() {
        assertThat(json(ServerFrame.Failed.of(ErrorCode.MUTED, ROOM, null, AT)))
                .endsWith("\"code\":\"muted\",\"room_id\":\"yoga\",\"until\":\"2026-01-02T03:04:05.000006Z\"}");
        assertThat(json(ServerFrame.Failed.of(ErrorCode.MUTED, ROOM, null, null)))
                .endsWith("\"until\":null}");
    }

    @Test
    void everybody_gets_what_they_would_get_if_it_were_encoded_for_them_alone() {
        List<RoomChange> changes = List.of(
                new RoomChange.Posted(1, message("x".repeat(70_000), reactedTo(JOHN.id(), MARY.id()))),
                new RoomChange.Edited(2, message("ž", MessageState.PLAIN)),
                new RoomChange.Posted(3, message("short", reactedTo(JOHN.id()))),
                new RoomChange.UserErased(4, ROOM, ANNA));
        ChangeFrames frames = ChangeFrames.encode(ALLOCATOR, changes);
        Map<Integer, ClientMessageId> ids = Map.of(0, new ClientMessageId("a"), 3, new ClientMessageId("é\"😀"));

        for (UserId user : List.of(JOHN.id(), MARY.id(), ANNA, new UserId(new UUID(0, 9)))) {
            assertThat(text(frames.forReceiver(ALLOCATOR, user, Map.of())))
                    .isEqualTo(oneByOne(changes, user, Map.of()));
            assertThat(text(frames.forReceiver(ALLOCATOR, user, ids))).isEqualTo(oneByOne(changes, user, ids));
        }
        assertThat(frames.isPersonal(MARY.id())).isTrue();
        assertThat(frames.isPersonal(new UserId(new UUID(0, 9)))).isFalse();
        assertThat(text(frames.everybody())).isEqualTo(oneByOne(changes, null, Map.of()));
    }

    /** The JSON of each frame; white space within them, of which {@code mine} may have some, makes no difference. */
    private static String oneByOne(
            List<RoomChange> changes, @Nullable UserId viewer, Map<Integer, ClientMessageId> ids) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < changes.size(); i++) {
            all.append(json(changes.get(i), viewer, ids.get(i))).append('\n');
        }
        return all.toString();
    }

    private static String json(RoomChange change, @Nullable UserId viewer, @Nullable ClientMessageId id) {
        return json(new ServerFrame.Changed(change, viewer, id));
    }

    private static String json(ServerFrame frame) {
        return text(FrameWriter.write(ALLOCATOR, frame)).stripTrailing();
    }

    /** The texts of frames, a line each. */
    private static String text(ByteBuf frames) {
        StringBuilder all = new StringBuilder();
        while (frames.isReadable()) {
            int header = FrameWriter.headerLength(frames, frames.readerIndex());
            int length = switch (header) {
                case 2 -> frames.getUnsignedByte(frames.readerIndex() + 1);
                case 4 -> frames.getUnsignedShort(frames.readerIndex() + 2);
                default -> (int) frames.getLong(frames.readerIndex() + 2);
            };
            frames.skipBytes(header);
            all.append(frames.readCharSequence(length, StandardCharsets.UTF_8)
                            .toString()
                            .replace("\": true", "\":true"))
                    .append('\n');
        }
        frames.release();
        return all.toString();
    }
}
