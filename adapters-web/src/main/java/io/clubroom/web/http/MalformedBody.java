package io.clubroom.web.http;

/** Thrown when a request body is not valid JSON. */
public final class MalformedBody extends RuntimeException {
    private final String reason;

    MalformedBody(String reason) {
        // No stack trace, because this is a client error.
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** A message for the client. */
    public String reason() {
        return reason;
    }
}
