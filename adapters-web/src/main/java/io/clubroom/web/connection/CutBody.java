package io.clubroom.web.connection;

import java.io.IOException;

/** Thrown when a request body is read whose connection or stream ended prematurely. */
public final class CutBody extends IOException {
    CutBody(Throwable cause) {
        // The framework logs an IOException with this message as caused by the client.
        super("Connection closed before the body was complete", cause);
    }

    /** Omits the stack trace, because the client caused this. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
