package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import java.io.IOException;

/** Thrown where a request body is read that has turned out to be malformed or too large. */
public final class RefusedBody extends IOException {
    private final ErrorCode code;

    RefusedBody(ErrorCode code) {
        // The framework logs an IOException with this message as one that a client has caused.
        super("Connection closed: " + code.description());
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** Without a stack trace, because this is a client error. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
