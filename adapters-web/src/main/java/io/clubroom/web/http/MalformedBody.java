package io.clubroom.web.http;

/** Refuses a request's body that is not JSON. */
public final class MalformedBody extends RuntimeException {
    private final String reason;

    MalformedBody(String reason) {
        // No stack trace: this is an answer to the client, not a fault of the program.
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** A sentence that the client may read. */
    public String reason() {
        return reason;
    }
}
