package io.clubroom.chat.frame;

/** The close codes that the server sends: those of RFC 6455 §7.4 and the IANA registry, and a private one. */
public enum CloseCode {
    NORMAL(1000, ""),
    PROTOCOL_ERROR(1002, "protocol error"),
    INVALID_TEXT(1007, "text is not valid UTF-8"),
    TOO_BIG(1009, "message exceeds 65,536 bytes"),
    SILENT(1011, "no data received for too long"),
    RESTARTING(1012, "server is restarting"),
    TOO_SLOW(1013, "client reads too slowly; reconnect with after_seq"),
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
