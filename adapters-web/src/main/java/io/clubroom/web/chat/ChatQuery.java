package io.clubroom.web.chat;

import io.clubroom.application.chat.ListRooms;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.QueryParameters;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Parses the queries of the list of rooms and of a room's messages, and encodes their cursors. */
final class ChatQuery {
    private static final int DEFAULT_ROOMS = 100;
    private static final int MAX_ROOMS = 500;
    private static final int DEFAULT_MESSAGES = 50;
    private static final int MAX_MESSAGES = 200;
    private static final String SEQ_RULE = "must be a whole number from 0";

    private ChatQuery() {}

    static ListRooms.Query rooms(QueryParameters parameters) {
        Integer limit = parameters.optional("limit", text -> limit(text, MAX_ROOMS));
        RoomId after = parameters.optional(PageLinks.CURSOR, cursor -> new RoomId(decode(cursor)));
        parameters.throwIfAnyIsWrong();
        return new ListRooms.Query(after, limit == null ? DEFAULT_ROOMS : limit);
    }

    /** Backward from the newest message; forward from {@code after_seq} if only that is given. */
    static ReadHistory.Query history(RoomId room, QueryParameters parameters) {
        Integer limit = parameters.optional("limit", text -> limit(text, MAX_MESSAGES));
        Long afterSeq = parameters.optional("after_seq", text -> seq("after_seq", text));
        Long beforeSeq = parameters.optional("before_seq", text -> seq("before_seq", text));
        Long cursor = parameters.optional(PageLinks.CURSOR, text -> seq(PageLinks.CURSOR, decode(text)));
        parameters.throwIfAnyIsWrong();
        long after = afterSeq == null ? 0 : afterSeq;
        long before = beforeSeq == null ? Long.MAX_VALUE : beforeSeq;
        boolean forward = afterSeq != null && beforeSeq == null;
        if (cursor != null && forward) {
            after = Math.max(after, cursor);
        } else if (cursor != null) {
            before = Math.min(before, cursor);
        }
        return new ReadHistory.Query(
                room,
                after,
                before,
                forward ? ReadHistory.Direction.FORWARD : ReadHistory.Direction.BACKWARD,
                limit == null ? DEFAULT_MESSAGES : limit);
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
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (IllegalArgumentException foreign) {
            // Reported below, like a cursor with a NUL, which PostgreSQL cannot store.
        }
        throw new InvalidValue(PageLinks.CURSOR, "must be one that the same list gave");
    }

    private static Integer limit(String text, int max) {
        if (text.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= max) {
                return limit;
            }
        }
        throw new InvalidValue("limit", "must be a number from 1 to " + max);
    }

    private static Long seq(String name, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new InvalidValue(
                    name, name.equals(PageLinks.CURSOR) ? "must be one that the same list gave" : SEQ_RULE);
        }
        return Long.valueOf(text);
    }
}
