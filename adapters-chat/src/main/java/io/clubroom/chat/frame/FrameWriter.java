package io.clubroom.chat.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.StoredFile;
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

/** Encodes the frames of the server as unmasked WebSocket frames (RFC 6455 §5.2). */
public final class FrameWriter {
    /** Writes a supplementary character as four bytes of UTF-8, not as two escapes of six. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final String NOBODY = new UUID(0, 0).toString();
    static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;

    /** Two bytes and an extended length of eight. */
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
            // Of about this size: thousands of small frames may wait for clients that read slowly.
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

    /** A close frame. */
    public static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuf wire = allocator.ioBuffer(text.length + 4);
        header(wire, FINAL_CLOSE, text.length + 2);
        return wire.writeShort(code).writeBytes(text);
    }

    /** A close frame without a code. */
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

    /** The length of the header of the frame that begins at this index. */
    static int headerLength(ByteBuf wire, int begin) {
        return switch (wire.getUnsignedByte(begin + 1)) {
            case 127 -> 10;
            case 126 -> 4;
            default -> 2;
        };
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
                case ServerFrame.Authenticated(var user) -> {
                    json.writeStringField("type", "authenticated");
                    json.writeStringField("user_id", user.toString());
                }
                case ServerFrame.Connected(var room, var lastSeq, var members, var memberCount) -> {
                    json.writeStringField("type", "connected");
                    json.writeStringField("room_id", room.value());
                    json.writeNumberField("last_seq", lastSeq);
                    json.writeArrayFieldStart("members");
                    for (Participant member : members) {
                        user(json, member);
                    }
                    json.writeEndArray();
                    json.writeNumberField("member_count", memberCount);
                }
                case ServerFrame.Posted(var message, var toItsAuthor) -> posted(json, message, toItsAuthor);
                case ServerFrame.Presence presence -> presence(json, presence);
                case ServerFrame.Typing(var room, var user) -> {
                    json.writeStringField("type", "typing");
                    json.writeStringField("room_id", room.value());
                    json.writeFieldName("user");
                    user(json, user);
                }
                case ServerFrame.Disconnected(var room) -> {
                    json.writeStringField("type", "disconnected");
                    json.writeStringField("room_id", room.value());
                }
                case ServerFrame.Pong() -> json.writeStringField("type", "pong");
                case ServerFrame.HistoryGap(var room, var afterSeq, var lastSeq) -> {
                    json.writeStringField("type", "error");
                    json.writeStringField("error", ErrorCode.HISTORY_GAP.message());
                    json.writeStringField("code", ErrorCode.HISTORY_GAP.text());
                    json.writeStringField("room_id", room.value());
                    json.writeNumberField("after_seq", afterSeq);
                    json.writeNumberField("last_seq", lastSeq);
                    json.writeStringField("history", history(room, afterSeq, lastSeq));
                }
                case ServerFrame.Failed(var code, var errorMessage, var room, var clientMessageId) -> {
                    json.writeStringField("type", "error");
                    json.writeStringField("error", errorMessage);
                    json.writeStringField("code", code.text());
                    if (room != null) {
                        json.writeStringField("room_id", room.value());
                    }
                    if (clientMessageId != null) {
                        json.writeStringField("client_message_id", clientMessageId.value());
                    }
                }
            }
            json.writeEndObject();
        }
    }

    private static void posted(JsonGenerator json, Message message, boolean toItsAuthor) throws IOException {
        Participant author = message.author();
        json.writeStringField("type", "message");
        json.writeStringField("id", message.id().toString());
        json.writeNumberField("seq", message.seq());
        json.writeStringField("sender_id", author == null ? NOBODY : author.id().toString());
        var name = message.authorName();
        String senderName = name == null ? "Deleted user" : name.value();
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
        if (toItsAuthor && message.clientMessageId() != null) {
            json.writeStringField("client_message_id", message.clientMessageId().value());
        }
    }

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

    private static String history(RoomId room, long afterSeq, long lastSeq) {
        String path = URLEncoder.encode(room.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return "/api/chat/rooms/" + path + "/messages?after_seq=" + afterSeq + "&before_seq=" + (lastSeq + 1);
    }
}
