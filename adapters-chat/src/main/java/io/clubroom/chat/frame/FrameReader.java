package io.clubroom.chat.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.clubroom.domain.chat.Attachments;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.validation.InvalidValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses client frames from JSON. */
public final class FrameReader {
    private static final JsonFactory JSON = new JsonFactory();

    private static final Object UNSUPPORTED = new Object();

    /** A positive integer that exceeds {@code long}. */
    private static final Object HUGE = new Object();

    private FrameReader() {}

    /**
     * Parses a frame. Unknown fields are ignored.
     *
     * @param protocol the {@link Protocol} of the connection; a frame that asks for a higher one is parsed by that one
     */
    public static ClientFrame read(String text, int protocol) throws RefusedFrame {
        Fields fields = new Fields(object(text));
        Object type = fields.values.get("type");
        if (!(type instanceof String name)) {
            throw refused(ErrorCode.UNKNOWN_TYPE);
        }
        ClientFrame v2 = protocol == Protocol.FIRST ? null : readV2(name, fields);
        if (v2 != null) {
            return v2;
        }
        return switch (name) {
            case "authorization" -> authorization(fields);
            case "connect" -> connect(fields, protocol);
            case "message" -> {
                // First the fields that errors about the other fields include.
                RoomId room = fields.joinedRoom(protocol);
                ClientMessageId id = fields.clientMessageId(room);
                List<FileId> files = fields.files();
                MessageId replyTo = protocol == Protocol.FIRST ? null : fields.optionalMessage("reply_to");
                yield new ClientFrame.Publish(fields.content(files), files, room, replyTo, id);
            }
            case "disconnect" ->
                new ClientFrame.Disconnect(fields.optionalString("user_id"), fields.joinedRoom(protocol));
            case "typing" -> new ClientFrame.Typing(fields.joinedRoom(protocol));
            case "ping" -> new ClientFrame.Ping();
            default -> throw refused(ErrorCode.UNKNOWN_TYPE);
        };
    }

    private static ClientFrame.Authorization authorization(Fields fields) throws RefusedFrame {
        String token = fields.string("token");
        try {
            return new ClientFrame.Authorization(token, fields.protocol());
        } catch (RefusedFrame refused) {
            throw refused.keepingConnection();
        }
    }

    private static ClientFrame.Connect connect(Fields fields, int protocol) throws RefusedFrame {
        Integer asked = fields.protocol();
        int spoken = Math.max(protocol, asked == null ? Protocol.FIRST : asked);
        return new ClientFrame.Connect(
                fields.optionalString("user_id"),
                fields.room(),
                fields.number("after_seq"),
                spoken == Protocol.FIRST ? null : fields.number("after_change"),
                asked);
    }

    /** Parses a frame type that only protocol 2 has; returns null for other types. */
    private static @Nullable ClientFrame readV2(String type, Fields fields) throws RefusedFrame {
        return switch (type) {
            case "edit" -> {
                RoomId room = fields.joinedRoom(Protocol.LATEST);
                ClientMessageId id = fields.clientMessageId(room);
                yield new ClientFrame.Edit(room, fields.message("message_id"), fields.string("content"), id);
            }
            case "delete" -> {
                RoomId room = fields.joinedRoom(Protocol.LATEST);
                ClientMessageId id = fields.clientMessageId(room);
                yield new ClientFrame.Delete(room, fields.message("message_id"), id);
            }
            case "react" -> {
                RoomId room = fields.joinedRoom(Protocol.LATEST);
                ClientMessageId id = fields.clientMessageId(room);
                MessageId message = fields.message("message_id");
                yield new ClientFrame.React(room, message, fields.string("emoji"), fields.flag("remove"), id);
            }
            case "read" ->
                new ClientFrame.Read(
                        fields.joinedRoom(Protocol.LATEST),
                        fields.requiredNumber("seq"),
                        fields.readableClientMessageId());
            case "report" -> {
                RoomId room = fields.joinedRoom(Protocol.LATEST);
                ClientMessageId id = fields.clientMessageId(room);
                yield new ClientFrame.Report(room, fields.message("message_id"), fields.string("reason"), id);
            }
            default -> null;
        };
    }

    private static Map<String, Object> object(String text) throws RefusedFrame {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refused(ErrorCode.MALFORMED_JSON);
            }
            Map<String, Object> values = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                values.put(name, value(parser, parser.nextToken()));
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw refused(ErrorCode.MALFORMED_JSON);
            }
            return values;
        } catch (JsonProcessingException malformed) {
            throw refused(ErrorCode.MALFORMED_JSON);
        } catch (IOException impossible) {
            throw new AssertionError("Reading from a string cannot fail", impossible);
        }
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case START_ARRAY -> list(parser);
            case VALUE_NULL -> Fields.NULL;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                    yield parser.getLongValue();
                }
                yield parser.getText().startsWith("-") ? UNSUPPORTED : HUGE;
            }
            default -> {
                parser.skipChildren();
                yield UNSUPPORTED;
            }
        };
    }

    /** Reads a list of strings; other lists, and lists that are too long, are {@link #UNSUPPORTED}. */
    private static Object list(JsonParser parser) throws IOException {
        List<String> strings = new ArrayList<>();
        boolean isSupported = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                throw new JsonEOFException(parser, JsonToken.START_ARRAY, "the list does not end");
            }
            isSupported &= token == JsonToken.VALUE_STRING && strings.size() <= Attachments.MAX;
            if (isSupported) {
                strings.add(parser.getText());
            }
            parser.skipChildren();
        }
        return isSupported ? strings : UNSUPPORTED;
    }

    private static RefusedFrame refused(ErrorCode code) {
        return new RefusedFrame(code, code.message(), null, null);
    }

    private record Fields(Map<String, Object> values) {
        static final Object NULL = new Object();

        String string(String field) throws RefusedFrame {
            String value = optionalString(field);
            if (value == null) {
                throw invalid(field + " is required");
            }
            return value;
        }

        @Nullable
        String optionalString(String field) throws RefusedFrame {
            Object value = values.get(field);
            if (value == null || value == NULL) {
                return null;
            }
            if (value instanceof String string) {
                return string;
            }
            throw invalid(field + " must be a string");
        }

        List<FileId> files() throws RefusedFrame {
            Object value = values.get("file_ids");
            if (value == null || value == NULL) {
                return List.of();
            }
            try {
                if (value instanceof List<?> ids) {
                    return Attachments.of(ids.stream().map(String.class::cast).toList());
                }
                throw Attachments.invalid();
            } catch (InvalidValue invalid) {
                throw invalid(invalid.field() + " " + invalid.reason());
            }
        }

        /** Returns the content, which only messages with files may omit; it is then empty. */
        String content(List<FileId> files) throws RefusedFrame {
            String content = files.isEmpty() ? string("content") : optionalString("content");
            return content == null ? "" : content;
        }

        RoomId room() throws RefusedFrame {
            RoomId room = RoomId.stored(string("room_id"));
            if (room == null) {
                throw refused(ErrorCode.ROOM_NOT_FOUND);
            }
            return room;
        }

        /** Returns the room of a frame that is for rooms which the connection is in. It is not in a room that cannot exist. */
        RoomId joinedRoom(int protocol) throws RefusedFrame {
            String id = string("room_id");
            RoomId room = RoomId.stored(id);
            if (room == null && protocol == Protocol.FIRST) {
                throw refused(ErrorCode.ROOM_NOT_FOUND);
            }
            if (room == null) {
                throw new RefusedFrame(
                        ErrorCode.NOT_CONNECTED,
                        ErrorCode.NOT_CONNECTED.message(),
                        StandardCharsets.UTF_8.newEncoder().canEncode(id) ? new RoomId(id) : null,
                        readableClientMessageId());
            }
            return room;
        }

        @Nullable
        Long number(String field) throws RefusedFrame {
            Object value = values.get(field);
            if (value == null || value == NULL) {
                return null;
            }
            if (value instanceof Long number && number >= 0) {
                return number;
            }
            throw invalid(field + " must be an integer of at least 0");
        }

        long requiredNumber(String field) throws RefusedFrame {
            Long number = number(field);
            if (number == null) {
                throw invalid(field + " is required");
            }
            return number;
        }

        /** Returns the negotiated protocol; null if the client does not ask for one. */
        @Nullable
        Integer protocol() throws RefusedFrame {
            Object value = values.get("protocol");
            if (value == null) {
                return null;
            }
            if (value == HUGE) {
                return Protocol.LATEST;
            }
            if (value instanceof Long asked && asked >= 1) {
                return Protocol.agreed(asked);
            }
            throw invalid("protocol " + Protocol.RULE);
        }

        MessageId message(String field) throws RefusedFrame {
            return message(field, string(field));
        }

        @Nullable
        MessageId optionalMessage(String field) throws RefusedFrame {
            String id = optionalString(field);
            return id == null ? null : message(field, id);
        }

        private MessageId message(String field, String id) throws RefusedFrame {
            try {
                return MessageId.of(field, id);
            } catch (InvalidValue invalid) {
                throw invalid(invalid.field() + " " + invalid.reason());
            }
        }

        /** Returns a boolean field; false if it is absent. */
        boolean flag(String field) throws RefusedFrame {
            Object value = values.get(field);
            if (value == null || value == NULL) {
                return false;
            }
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw invalid(field + " must be true or false");
        }

        @Nullable
        ClientMessageId clientMessageId(RoomId room) throws RefusedFrame {
            String value = optionalString("client_message_id");
            try {
                return value == null ? null : ClientMessageId.of(value);
            } catch (InvalidValue invalid) {
                throw new RefusedFrame(ErrorCode.INVALID_FRAME, invalid.field() + " " + invalid.reason(), room, null);
            }
        }

        private RefusedFrame invalid(String message) {
            // Include the room and client_message_id if valid, so that the client can tell which frame failed.
            RoomId room = values.get("room_id") instanceof String id ? RoomId.stored(id) : null;
            return new RefusedFrame(ErrorCode.INVALID_FRAME, message, room, readableClientMessageId());
        }

        private @Nullable ClientMessageId readableClientMessageId() {
            try {
                return values.get("client_message_id") instanceof String id ? ClientMessageId.of(id) : null;
            } catch (InvalidValue invalid) {
                return null;
            }
        }
    }
}
