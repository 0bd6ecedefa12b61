package io.clubroom.chat.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encodes the frames of the server as unmasked WebSocket frames (RFC 6455 §5.2). */
public final class FrameWriter {
    /** Writes a supplementary character as four bytes of UTF-8, not as two escapes of six. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final String NOBODY = new UUID(0, 0).toString();
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;

    /** Two bytes and an extended length of eight. */
    private static final int MAX_HEADER = 10;

    private static final int TYPICAL_SIZE = 512;

    /** Of the field {@code client_message_id}. */
    private static final int TYPICAL_ID_SIZE = 64;

    private FrameWriter() {}

    /** Encodes a frame as a text message. */
    public static ByteBuf write(ByteBufAllocator allocator, ServerFrame frame) {
        return write(allocator, List.of(frame));
    }

    /** Encodes frames as consecutive text messages. */
    public static ByteBuf write(ByteBufAllocator allocator, Collection<? extends ServerFrame> frames) {
        ByteBuf wire = allocator.ioBuffer(TYPICAL_SIZE * frames.size());
        ByteBuf json = allocator.heapBuffer(TYPICAL_SIZE);
        try {
            for (ServerFrame frame : frames) {
                json.clear();
                writeJson(frame, new ByteBufOutputStream(json));
                header(wire, FINAL_TEXT, json.readableBytes());
                wire.writeBytes(json);
            }
            return wire;
        } catch (IOException impossible) {
            wire.release();
            throw new AssertionError("Writing to a buffer cannot fail", impossible);
        } finally {
            json.release();
        }
    }

    /**
     * Encodes messages for everybody in their room, as consecutive text messages. Each message is encoded once: the frames for an author,
     * which include {@code client_message_id}, are assembled from the same bytes.
     */
    public static Broadcast broadcast(ByteBufAllocator allocator, List<Message> messages) {
        ByteBuf everybody = allocator.ioBuffer(TYPICAL_SIZE * messages.size());
        ByteBuf json = allocator.heapBuffer(TYPICAL_SIZE);
        int[] ends = new int[messages.size()];
        int[] payloads = new int[messages.size()];
        Map<UserId, List<Integer>> named = new HashMap<>();
        try {
            for (int i = 0; i < ends.length; i++) {
                Message message = messages.get(i);
                json.clear();
                writeJson(new ServerFrame.Posted(message, false), new ByteBufOutputStream(json));
                header(everybody, FINAL_TEXT, json.readableBytes());
                payloads[i] = everybody.writerIndex();
                everybody.writeBytes(json);
                ends[i] = everybody.writerIndex();
                if (message.author() != null && message.clientMessageId() != null) {
                    named.computeIfAbsent(message.author().id(), _ -> new ArrayList<>())
                            .add(i);
                }
            }
        } catch (IOException impossible) {
            everybody.release();
            throw new AssertionError("Writing to a buffer cannot fail", impossible);
        } finally {
            json.release();
        }
        Map<UserId, ByteBuf> authors = HashMap.newHashMap(named.size());
        named.forEach((author, own) -> {
            ByteBuf wire = allocator.ioBuffer(everybody.readableBytes() + TYPICAL_ID_SIZE * own.size());
            int copied = 0;
            for (int i : own) {
                int begin = i == 0 ? 0 : ends[i - 1];
                wire.writeBytes(everybody, copied, begin - copied);
                byte[] id = idField(messages.get(i).clientMessageId());
                int length = ends[i] - payloads[i] - 1;
                header(wire, FINAL_TEXT, length + id.length);
                wire.writeBytes(everybody, payloads[i], length).writeBytes(id);
                copied = ends[i];
            }
            wire.writeBytes(everybody, copied, everybody.writerIndex() - copied);
            authors.put(author, wire);
        });
        return new Broadcast(everybody, authors);
    }

    /**
     * The same messages for different receivers.
     *
     * @param everybody for all who are not among the authors
     * @param authors for the authors of messages with a {@code client_message_id}
     */
    public record Broadcast(ByteBuf everybody, Map<UserId, ByteBuf> authors) {}

    /** The last field of a message to its author, and the end of the object. */
    private static byte[] idField(@Nullable ClientMessageId id) {
        return (",\"client_message_id\":\""
                        + new String(JsonStringEncoder.getInstance()
                                .quoteAsString(Objects.requireNonNull(id).value()))
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
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
    public static ByteBuf pong(ByteBufAllocator allocator, ByteBuf content) {
        ByteBuf wire = allocator.ioBuffer(content.readableBytes() + MAX_HEADER);
        header(wire, FINAL_PONG, content.readableBytes());
        return wire.writeBytes(content);
    }

    private static void header(ByteBuf wire, int firstByte, int length) {
        wire.writeByte(firstByte);
        if (length < 126) {
            wire.writeByte(length);
        } else if (length <= 0xFFFF) {
            wire.writeByte(126).writeShort(length);
        } else {
            wire.writeByte(127).writeLong(length);
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
        json.writeStringField(
                "sender_name",
                author == null ? "Deleted user" : author.fullName().value());
        json.writeStringField("content", message.text().value());
        json.writeStringField("room_id", message.room().value());
        times(json, message.createdAt());
        json.writeFieldName("user");
        user(json, author);
        if (toItsAuthor && message.clientMessageId() != null) {
            json.writeStringField("client_message_id", message.clientMessageId().value());
        }
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

    private static void user(JsonGenerator json, @Nullable Participant user) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", user == null ? NOBODY : user.id().toString());
        json.writeStringField(
                "username", user == null ? "deleted" : user.username().value());
        json.writeStringField(
                "full_name", user == null ? "Deleted user" : user.fullName().value());
        json.writeEndObject();
    }

    private static String history(RoomId room, long afterSeq, long lastSeq) {
        String path = URLEncoder.encode(room.value(), StandardCharsets.UTF_8).replace("+", "%20");
        return "/api/chat/rooms/" + path + "/messages?after_seq=" + afterSeq + "&before_seq=" + (lastSeq + 1);
    }
}
