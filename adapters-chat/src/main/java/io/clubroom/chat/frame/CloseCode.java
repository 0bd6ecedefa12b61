package io.clubroom.chat.frame;

/** Why the server closes a connection (RFC 6455 §7.4, and a private code). */
public enum CloseCode {
    NORMAL(1000, ""),
    PROTOCOL_ERROR(1002, "protocol error"),
    INVALID_TEXT(1007, "text is not valid UTF-8"),
    TOO_BIG(1009, "a message may have at most 65,536 bytes"),
    SILENT(1011, "nothing was heard for too long"),
    RESTARTING(1012, "the server stops"),
    TOO_SLOW(1013, "reads too slowly; return with after_seq"),
    TRY_LATER(1013, "try again later"),
    NOT_AUTHENTICATED(4401, "not authenticated");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    public int number() {
        return number;
    }

    public String reason() {
        return reason;
    }
}
