package io.clubroom.web.chat;

import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.ReadChanges;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.application.chat.ReadVersions;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Parses the queries of the list of rooms and of a room's messages, changes and earlier texts, and encodes their cursors. */
final class ChatQuery {
    private static final int DEFAULT_ROOMS = 100;
    private static final int MAX_ROOMS = 500;
    private static final int DEFAULT_MESSAGES = 50;
    private static final int MAX_MESSAGES = 200;
    private static final int DEFAULT_VERSIONS = 100;
    private static final String SEQ_RULE = "must be a whole number of at most 18 digits";
    private static final String CURSOR_RULE = "must be a cursor from the same list";

    private ChatQuery() {}

    static ListRooms.Query rooms(QueryParameters parameters) {
        int limit = parameters.limit(DEFAULT_ROOMS, MAX_ROOMS);
        RoomId after = parameters.optional(PageLinks.CURSOR, cursor -> new RoomId(decode(cursor)));
        RoomKind kind = parameters.optional("kind", RoomKind::of);
        parameters.throwIfInvalid();
        return new ListRooms.Query(kind, after, limit);
    }

    /** Pages backward from the newest message, or forward from {@code after_seq} if only that is given. */
    static ReadHistory.Query history(QueryParameters parameters) {
        int limit = parameters.limit(DEFAULT_MESSAGES, MAX_MESSAGES);
        Long afterSeq = parameters.optional("after_seq", text -> seq("after_seq", text));
        Long beforeSeq = parameters.optional("before_seq", text -> seq("before_seq", text));
        Long cursor = parameters.optional(PageLinks.CURSOR, text -> seq(PageLinks.CURSOR, decode(text)));
        parameters.throwIfInvalid();
        long after = afterSeq == null ? 0 : afterSeq;
        long before = beforeSeq == null ? Long.MAX_VALUE : beforeSeq;
        boolean forward = afterSeq != null && beforeSeq == null;
        if (cursor != null && forward) {
            after = Math.max(after, cursor);
        } else if (cursor != null) {
            before = Math.min(before, cursor);
        }
        return new ReadHistory.Query(
                after, before, forward ? ReadHistory.Direction.FORWARD : ReadHistory.Direction.BACKWARD, limit);
    }

    /** Pages forward from {@code after}. */
    static ReadChanges.Query changes(QueryParameters parameters) {
        int limit = parameters.limit(DEFAULT_MESSAGES, MAX_MESSAGES);
        Long after = parameters.optional("after", text -> seq("after", text));
        Long cursor = parameters.optional(PageLinks.CURSOR, text -> seq(PageLinks.CURSOR, decode(text)));
        parameters.throwIfInvalid();
        return new ReadChanges.Query(Math.max(after == null ? 0 : after, cursor == null ? 0 : cursor), limit);
    }

    static ReadVersions.Query versions(MessageId message, QueryParameters parameters) {
        int limit = parameters.limit(DEFAULT_VERSIONS, MAX_MESSAGES);
        Long cursor = parameters.optional(PageLinks.CURSOR, text -> seq(PageLinks.CURSOR, decode(text)));
        parameters.throwIfInvalid();
        return new ReadVersions.Query(message, cursor, limit);
    }

    static String cursor(RoomId after) {
        return encode(after.value());
    }

    static String cursor(long seq) {
        return encode(Long.toString(seq));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.indexOf('\0') < 0 && encode(text).equals(cursor)) {
                return text;
            }
        } catch (IllegalArgumentException foreign) {
            // Rejected below, like a cursor with a NUL character, which the database does not accept.
        }
        throw new InvalidValue(PageLinks.CURSOR, CURSOR_RULE);
    }

    private static Long seq(String name, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new InvalidValue(name, name.equals(PageLinks.CURSOR) ? CURSOR_RULE : SEQ_RULE);
        }
        return Long.valueOf(text);
    }
}
