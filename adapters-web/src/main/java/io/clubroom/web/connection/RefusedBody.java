package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import java.io.IOException;

/** Thrown when a request body that is malformed or too large is read. */
public final class RefusedBody extends IOException {
    private final ErrorCode code;

    RefusedBody(ErrorCode code) {
        // The framework logs an IOException with this message as caused by the client.
        super("Connection closed: " + code.description());
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** Omits the stack trace, because this is a client error. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
