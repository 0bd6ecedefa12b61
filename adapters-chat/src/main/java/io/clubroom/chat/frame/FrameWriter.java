package io.clubroom.chat.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encodes server frames as unmasked WebSocket frames (RFC 6455 §5.2). */
public final class FrameWriter {
    /** Writes supplementary characters as UTF-8 (four bytes) instead of as escapes (twelve bytes). */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final String NOBODY = new UUID(0, 0).toString();
    static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;

    /** The maximum header length in bytes: two, and eight of extended length. */
    private static final int MAX_HEADER = 10;

    private static final int TYPICAL_SIZE = 512;

    private FrameWriter() {}

    /** Encodes a frame as a text message. */
    public static ByteBuf write(ByteBufAllocator allocator, ServerFrame frame) {
        return write(allocator, List.of(frame));
    }

    /** Encodes frames as consecutive text messages. */
    public static ByteBuf write(ByteBufAllocator allocator, Collection<? extends ServerFrame> frames) {
        ByteBuf json = allocator.heapBuffer(TYPICAL_SIZE * frames.size());
        try {
            int[] ends = new int[frames.size()];
            int count = 0;
            for (ServerFrame frame : frames) {
                writeJson(frame, json);
                ends[count++] = json.writerIndex();
            }
            // Sized tightly, because thousands of small frames may wait for slow clients.
            ByteBuf wire = allocator.ioBuffer(json.readableBytes() + MAX_HEADER * count);
            for (int end : ends) {
                int length = end - json.readerIndex();
                header(wire, FINAL_TEXT, length);
                wire.writeBytes(json, length);
            }
            return wire;
        } finally {
            json.release();
        }
    }

    /** Encodes a close frame. */
    public static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuf wire = allocator.ioBuffer(text.length + 4);
        header(wire, FINAL_CLOSE, text.length + 2);
        return wire.writeShort(code).writeBytes(text);
    }

    /** Encodes a close frame without a code. */
    public static ByteBuf close(ByteBufAllocator allocator) {
        return allocator.ioBuffer(2).writeByte(FINAL_CLOSE).writeByte(0);
    }

    public static ByteBuf ping(ByteBufAllocator allocator) {
        return allocator.ioBuffer(2).writeByte(FINAL_PING).writeByte(0);
    }

    /** @param content the content of the ping */
    public static ByteBuf pong(ByteBufAllocator allocator, byte[] content) {
        ByteBuf wire = allocator.ioBuffer(content.length + MAX_HEADER);
        header(wire, FINAL_PONG, content.length);
        return wire.writeBytes(content);
    }

    static void header(ByteBuf wire, int firstByte, int length) {
        wire.writeByte(firstByte);
        if (length < 126) {
            wire.writeByte(length);
        } else if (length <= 0xFFFF) {
            wire.writeByte(126).writeShort(length);
        } else {
            wire.writeByte(127).writeLong(length);
        }
    }

    /** Returns the header length of the frame that begins at this index. */
    static int headerLength(ByteBuf wire, int begin) {
        return switch (wire.getUnsignedByte(begin + 1)) {
            case 127 -> 10;
            case 126 -> 4;
            default -> 2;
        };
    }

    /** Encodes a reader's state in a room (read marker, unread count and receipts) as a JSON object. */
    static ByteBuf write(ByteBufAllocator allocator, RoomReads.State state) {
        ByteBuf out = allocator.heapBuffer(TYPICAL_SIZE);
        try (JsonGenerator json = JSON.createGenerator((OutputStream) new ByteBufOutputStream(out))) {
            json.writeStartObject();
            json.writeNumberField("read_seq", state.counts().seq());
            json.writeNumberField("unread_count", state.counts().unread());
            json.writeArrayFieldStart("receipts");
            for (RoomReads.Receipt receipt : state.receipts()) {
                json.writeStartObject();
                json.writeStringField("user_id", receipt.user().toString());
                json.writeNumberField("seq", receipt.seq());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new AssertionError("Writing to a buffer cannot fail", impossible);
        }
        return out;
    }

    /** Appends the JSON of a frame. */
    static void writeJson(ServerFrame frame, ByteBuf out) {
        try {
            writeJson(frame, new ByteBufOutputStream(out));
        } catch (IOException impossible) {
            throw new AssertionError("Writing to a buffer cannot fail", impossible);
        }
    }

    private static void writeJson(ServerFrame frame, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            switch (frame) {
                case ServerFrame.Authenticated(var user, var protocol) -> {
                    json.writeStringField("type", "authenticated");
                    json.writeStringField("user_id", user.toString());
                    if (protocol != null) {
                        json.writeNumberField("protocol", protocol);
                    }
                }
                case ServerFrame.Connected(var room, var lastSeq, var members, var memberCount, var lastChange) -> {
                    json.writeStringField("type", "connected");
                    json.writeStringField("room_id", room.value());
                    json.writeNumberField("last_seq", lastSeq);
                    json.writeArrayFieldStart("members");
                    for (Participant member : members) {
                        user(json, member);
                    }
                    json.writeEndArray();
                    json.writeNumberField("member_count", memberCount);
                    if (lastChange != null) {
                        json.writeNumberField("last_change", lastChange);
                    }
                }
                case ServerFrame.Posted(var message, var toItsAuthor) -> {
                    json.writeStringField("type", "message");
                    message(json, message);
                    if (toItsAuthor && message.clientMessageId() != null) {
                        clientMessageId(json, message.clientMessageId());
                    }
                }
                case ServerFrame.Changed changed -> changed(json, changed, _ -> {});
                case ServerFrame.Presence presence -> presence(json, presence);
                case ServerFrame.Typing(var room, var user) -> {
                    json.writeStringField("type", "typing");
                    json.writeStringField("room_id", room.value());
                    json.writeFieldName("user");
                    user(json, user);
                }
                case ServerFrame.Read(var room, var user, long seq) -> {
                    json.writeStringField("type", "read");
                    json.writeStringField("room_id", room.value());
                    json.writeStringField("user_id", user.toString());
                    json.writeNumberField("seq", seq);
                }
                case ServerFrame.Disconnected(var room, var reason) -> {
                    json.writeStringField("type", "disconnected");
                    json.writeStringField("room_id", room.value());
                    if (reason != null) {
                        json.writeStringField("reason", reason.text());
                    }
                }
                case ServerFrame.RoomAdded(var room) -> {
                    json.writeStringField("type", "room_added");
                    json.writeFieldName("room");
                    json.writeRawValue(room);
                }
                case ServerFrame.RoomRemoved(var room, var reason) -> {
                    json.writeStringField("type", "room_removed");
                    json.writeStringField("room_id", room.value());
                    json.writeStringField("reason", reason.text());
                }
                case ServerFrame.RoomActivity(var room, var lastSeq, var lastChange, var unread, var mentions) -> {
                    json.writeStringField("type", "room_activity");
                    json.writeStringField("room_id", room.value());
                    json.writeNumberField("last_seq", lastSeq);
                    json.writeNumberField("last_change", lastChange);
                    json.writeNumberField("unread_count", unread);
                    json.writeNumberField("mention_count", mentions);
                }
                case ServerFrame.Reported(var room, var message, var clientMessageId) -> {
                    json.writeStringField("type", "reported");
                    json.writeStringField("room_id", room.value());
                    json.writeStringField("message_id", message.toString());
                    if (clientMessageId != null) {
                        json.writeStringField("client_message_id", clientMessageId.value());
                    }
                }
                case ServerFrame.Pong() -> json.writeStringField("type", "pong");
                case ServerFrame.HistoryGap(var room, var afterSeq, var lastSeq) -> {
                    error(json, ErrorCode.HISTORY_GAP, ErrorCode.HISTORY_GAP.message());
                    json.writeStringField("room_id", room.value());
                    json.writeNumberField("after_seq", afterSeq);
                    json.writeNumberField("last_seq", lastSeq);
                    json.writeStringField(
                            "history", path(room) + "/messages?after_seq=" + afterSeq + "&before_seq=" + (lastSeq + 1));
                }
                case ServerFrame.ChangeGap(var room, var afterChange, var lastChange) -> {
                    error(json, ErrorCode.HISTORY_GAP, ErrorCode.HISTORY_GAP.message());
                    json.writeStringField("room_id", room.value());
                    json.writeNumberField("after_change", afterChange);
                    json.writeNumberField("last_change", lastChange);
                    // The number is from before a backup was restored, so the numbers up to it now mean other changes.
                    long known = afterChange > lastChange ? 0 : afterChange;
                    json.writeStringField("history", path(room) + "/changes?after=" + known);
                }
                case ServerFrame.Failed(var code, var errorMessage, var room, var clientMessageId, var until) -> {
                    error(json, code, errorMessage);
                    if (room != null) {
                        json.writeStringField("room_id", room.value());
                    }
                    if (code == ErrorCode.MUTED) {
                        json.writeStringField("until", until == null ? null : until.toString());
                    }
                    if (clientMessageId != null) {
                        clientMessageId(json, clientMessageId);
                    }
                }
            }
            json.writeEndObject();
        }
    }

    private static void error(JsonGenerator json, ErrorCode code, String message) throws IOException {
        json.writeStringField("type", "error");
        json.writeStringField("error", message);
        json.writeStringField("code", code.text());
    }

    private static void clientMessageId(JsonGenerator json, ClientMessageId id) throws IOException {
        json.writeStringField("client_message_id", id.value());
    }

    /** Writes the fields of a message that both protocols have. */
    private static void message(JsonGenerator json, Message message) throws IOException {
        Participant author = message.author();
        json.writeStringField("id", message.id().toString());
        json.writeNumberField("seq", message.seq());
        json.writeStringField("sender_id", author == null ? NOBODY : author.id().toString());
        String senderName = name(message.authorName());
        json.writeStringField("sender_name", senderName);
        json.writeStringField("content", message.text().value());
        json.writeArrayFieldStart("attachments");
        for (StoredFile file : message.attachments()) {
            attachment(json, file);
        }
        json.writeEndArray();
        json.writeStringField("room_id", message.room().value());
        times(json, message.createdAt());
        json.writeFieldName("user");
        user(json, author, senderName);
    }

    private static String name(@Nullable FullName name) {
        return name == null ? "Deleted user" : name.value();
    }

    // Protocol 2

    /** Called while reactions are written. */
    @FunctionalInterface
    interface Marks {
        /** The generator has just written the field {@code mine} of the reaction. */
        void wroteMineField(Reaction reaction) throws IOException;
    }

    /**
     * Appends the JSON of a change, as seen by a user who has not reacted to the message.
     *
     * @param mine receives the positions of the {@code false} that a user who has reacted sees as {@code true}
     */
    static void writeJson(RoomChange change, ByteBuf out, List<ChangeFrames.MineFlag> mine) {
        try (JsonGenerator json = JSON.createGenerator((OutputStream) new ByteBufOutputStream(out))) {
            json.writeStartObject();
            changed(json, new ServerFrame.Changed(change, null, null), reaction -> {
                json.flush();
                mine.add(new ChangeFrames.MineFlag(out.writerIndex() - "false".length(), reaction));
            });
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new AssertionError("Writing to a buffer cannot fail", impossible);
        }
    }

    private static void changed(JsonGenerator json, ServerFrame.Changed changed, Marks marks) throws IOException {
        RoomChange change = changed.change();
        json.writeStringField(
                "type",
                switch (change) {
                    case RoomChange.Posted _ -> "message";
                    case RoomChange.Edited _ -> "message_edited";
                    case RoomChange.Deleted _ -> "message_deleted";
                    case RoomChange.Reacted _ -> "reaction";
                    case RoomChange.UserErased _ -> "user_erased";
                });
        if (change.change() != RoomChange.UNNUMBERED) {
            json.writeNumberField("change", change.change());
        }
        switch (change) {
            case RoomChange.Posted(long _, Message message) -> {
                message(json, message);
                state(json, message.state(), changed.viewer(), marks);
            }
            case RoomChange.Edited(long _, Message message) -> {
                ofMessage(json, message);
                json.writeStringField("content", message.text().value());
                time(json, "edited_at", message.state().editedAt());
                mentions(json, message.state().mentions());
            }
            case RoomChange.Deleted(long _, Message message) -> ofMessage(json, message);
            case RoomChange.Reacted(
                    long _,
                    Message message,
                    Emoji emoji,
                    Participant user,
                    boolean removed,
                    int count) -> {
                ofMessage(json, message);
                json.writeStringField("emoji", emoji.value());
                json.writeFieldName("user");
                user(json, user, name(user == null ? null : user.fullName()));
                json.writeBooleanField("removed", removed);
                json.writeNumberField("count", count);
            }
            case RoomChange.UserErased(long _, RoomId room, UserId user) -> {
                json.writeStringField("room_id", room.value());
                json.writeStringField("user_id", user.toString());
            }
        }
        if (changed.clientMessageId() != null) {
            clientMessageId(json, changed.clientMessageId());
        }
    }

    private static void ofMessage(JsonGenerator json, Message message) throws IOException {
        json.writeStringField("room_id", message.room().value());
        json.writeStringField("message_id", message.id().toString());
    }

    private static void state(JsonGenerator json, MessageState state, @Nullable UserId viewer, Marks marks)
            throws IOException {
        time(json, "edited_at", state.editedAt());
        json.writeBooleanField("deleted", state.deleted());
        mentions(json, state.mentions());
        json.writeArrayFieldStart("reactions");
        for (Reaction reaction : state.reactions()) {
            json.writeStartObject();
            json.writeStringField("emoji", reaction.emoji().value());
            json.writeNumberField("count", reaction.count());
            json.writeBooleanField("mine", viewer != null && reaction.isBy(viewer));
            marks.wroteMineField(reaction);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("reply_to");
        ReplyPreview replyTo = state.replyTo();
        if (replyTo == null) {
            json.writeNull();
        } else {
            json.writeStartObject();
            json.writeStringField("id", replyTo.id().toString());
            json.writeStringField("sender_name", name(replyTo.author()));
            json.writeStringField("content", replyTo.content());
            json.writeBooleanField("deleted", replyTo.deleted());
            json.writeEndObject();
        }
    }

    private static void time(JsonGenerator json, String field, @Nullable Instant at) throws IOException {
        json.writeStringField(field, at == null ? null : at.toString());
    }

    private static void mentions(JsonGenerator json, List<UserId> mentions) throws IOException {
        json.writeArrayFieldStart("mentions");
        for (UserId user : mentions) {
            json.writeString(user.toString());
        }
        json.writeEndArray();
    }

    // Components

    private static void attachment(JsonGenerator json, StoredFile file) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", file.id().toString());
        json.writeStringField("name", file.name().value());
        json.writeStringField("media_type", file.type().value());
        json.writeNumberField("size", file.size());
        json.writeStringField("sha256", file.sha256().hex());
        Dimensions dimensions = file.dimensions();
        if (dimensions != null) {
            json.writeNumberField("width", dimensions.width());
            json.writeNumberField("height", dimensions.height());
        }
        json.writeStringField("created_at", file.createdAt().toString());
        json.writeStringField("owner_id", file.owner().toString());
        String url = "/api/files/" + file.id();
        json.writeStringField("url", url);
        if (file.type().isPicture()) {
            json.writeStringField("thumbnail_url", url + "/thumbnail");
        }
        json.writeEndObject();
    }

    private static void presence(JsonGenerator json, ServerFrame.Presence presence) throws IOException {
        json.writeStringField("type", presence.joined() ? "user_joined" : "user_left");
        json.writeStringField("id", presence.id().toString());
        json.writeStringField("sender_id", NOBODY);
        json.writeStringField("sender_name", "System");
        json.writeStringField(
                "content",
                presence.user().fullName().value()
                        + (presence.joined() ? " has joined the chat" : " has left the chat"));
        json.writeStringField("room_id", presence.room().value());
        times(json, presence.at());
        json.writeFieldName("user");
        user(json, presence.user());
    }

    private static void times(JsonGenerator json, Instant at) throws IOException {
        String time = at.toString();
        json.writeStringField("created_at", time);
        json.writeStringField("timestamp", time);
    }

    private static void user(JsonGenerator json, Participant user) throws IOException {
        user(json, user, user.fullName().value());
    }

    private static void user(JsonGenerator json, @Nullable Participant user, String fullName) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", user == null ? NOBODY : user.id().toString());
        json.writeStringField(
                "username", user == null ? "deleted" : user.username().value());
        json.writeStringField("full_name", fullName);
        json.writeStringField(
                "avatar_url",
                user == null || user.avatar() == null ? null : user.avatar().pathOf(user.id()));
        json.writeEndObject();
    }

    private static String path(RoomId room) {
        return "/api/chat/rooms/"
                + URLEncoder.encode(room.value(), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
