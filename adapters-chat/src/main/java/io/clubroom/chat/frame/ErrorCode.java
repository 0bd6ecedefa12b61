package io.clubroom.chat.frame;

import java.util.Locale;

/** The error codes of the chat protocol. They are part of the protocol and must not change. */
public enum ErrorCode {
    MALFORMED_JSON("The frame is not a JSON object"),
    UNKNOWN_TYPE("The frame has no known type"),
    INVALID_FRAME("A field of the frame is missing or invalid"),
    BINARY_NOT_SUPPORTED("Binary frames are not supported"),
    NOT_AUTHENTICATED("Not authenticated"),
    AUTHENTICATION_TIMEOUT("Authentication timed out"),
    INVALID_TOKEN("The token is malformed, expired, revoked or forged"),
    USER_ID_MISMATCH("The user_id does not match the token"),
    ROOM_NOT_FOUND("Room not found"),
    FILE_NOT_FOUND("A file does not exist, is not the sender's, or is attached to a message already"),
    NOT_CONNECTED("Not connected to this room"),
    INVALID_CONTENT("The content must be 1 to 4,000 characters"),
    INVALID_EMOJI("The emoji must be exactly one emoji"),
    MESSAGE_NOT_FOUND("Message not found"),
    MESSAGE_DELETED("The message was deleted"),
    FORBIDDEN("Not allowed"),
    EDIT_WINDOW_OVER("The message is too old to be edited"),
    TOO_MANY_REACTIONS("The message has as many different reactions as it may have"),
    CLIENT_MESSAGE_ID_USED("The client_message_id was used for another change in this room"),
    MUTED("Muted in this room"),
    NOT_REACHABLE("Nobody in this room can be reached"),
    USER_BLOCKED("The other member of this room is blocked"),
    RATE_LIMITED("Too many frames; this one was ignored"),
    TOO_MANY_CONNECTIONS("Too many connections of this user"),
    HISTORY_GAP("Too many missed messages to replay; read them over REST"),
    UNAVAILABLE("The database cannot be reached now; try again"),
    OVERLOADED("The server is overloaded; try again"),
    INTERNAL_ERROR("Internal server error");

    private final String message;

    ErrorCode(String message) {
        this.message = message;
    }

    /** The code on the wire, in snake_case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A human-readable description. */
    public String message() {
        return message;
    }
}
