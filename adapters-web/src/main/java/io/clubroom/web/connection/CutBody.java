package io.clubroom.web.connection;

import java.io.IOException;

/** Thrown where a request body is read whose connection or stream has ended before it. */
public final class CutBody extends IOException {
    CutBody(Throwable cause) {
        // The framework logs an IOException with this message as one that a client has caused.
        super("Connection closed before the body was complete", cause);
    }

    /** Without a stack trace, because this is what a client did. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
