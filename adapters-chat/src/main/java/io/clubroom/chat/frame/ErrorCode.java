package io.clubroom.chat.frame;

import java.util.Locale;

/** What went wrong, as clients can rely on it: these codes do not change. */
public enum ErrorCode {
    MALFORMED_JSON("The frame is not a JSON object"),
    UNKNOWN_TYPE("The frame has no known type"),
    INVALID_FRAME("A field of the frame is missing or wrong"),
    BINARY_NOT_SUPPORTED("Binary frames are not supported"),
    NOT_AUTHENTICATED("Not authenticated"),
    AUTHENTICATION_TIMEOUT("Not authenticated in time"),
    INVALID_TOKEN("The token is malformed, expired, revoked or forged"),
    USER_ID_MISMATCH("The user_id is not the one of the token"),
    ROOM_NOT_FOUND("Room not found"),
    NOT_CONNECTED("Not connected to this room"),
    INVALID_CONTENT("The content must be 1 to 4,000 characters"),
    RATE_LIMITED("Too many messages; this one is not stored"),
    HISTORY_GAP("More was missed than is replayed; page it over REST"),
    UNAVAILABLE("The message or the room cannot be stored or read now; try again"),
    OVERLOADED("The server has more to do than it can; try again"),
    INTERNAL_ERROR("A fault of the server");

    private final String sentence;

    ErrorCode(String sentence) {
        this.sentence = sentence;
    }

    /** The code as clients see it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, for people. */
    public String sentence() {
        return sentence;
    }
}
