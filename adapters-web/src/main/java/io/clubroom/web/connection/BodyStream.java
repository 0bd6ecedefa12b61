package io.clubroom.web.connection;

import io.clubroom.web.error.ErrorCode;
import io.micronaut.http.ServerHttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, processed as it arrives; the client can send no faster than it is read. A client that waits for
 * {@code 100 Continue} (RFC 9110 §10.1.1) gets it when the first byte is read. Reading blocks, so it should happen on a virtual thread.
 *
 * <p>Reading throws a {@link CutBody} if the connection ends before the body, and a {@link RefusedBody} if the body is malformed or larger
 * than the call accepts.
 */
public final class BodyStream extends InputStream {
    private final ServerHttpRequest<?> request;
    private final long max;
    private @Nullable InputStream in;
    private long count;

    /** @param max the maximum size of the body in bytes */
    BodyStream(ServerHttpRequest<?> request, long max) {
        this.request = request;
        this.max = max;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        int read = readSome(bytes, offset, length);
        count += Math.max(0, read);
        if (count > max) {
            throw new RefusedBody(ErrorCode.PAYLOAD_TOO_LARGE);
        }
        return read;
    }

    /** Runs a call that reads this body, and unwraps a {@link CutBody} or {@link RefusedBody} that it throws as unchecked. */
    public <T> T read(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (UncheckedIOException failure) {
            IOException cause = Objects.requireNonNull(failure.getCause());
            if (cause instanceof CutBody || cause instanceof RefusedBody) {
                throw cause;
            }
            throw failure;
        }
    }

    private int readSome(byte[] bytes, int offset, int length) throws IOException {
        if (in == null) {
            in = request.byteBody().toInputStream();
        }
        try {
            return in.read(bytes, offset, length);
        } catch (IOException failure) {
            // The framework wraps the exception of the connection.
            throw failure.getCause() instanceof RefusedBody refused ? refused : new CutBody(failure);
        }
    }

    /** Discards the unread rest of the body. */
    @Override
    public void close() throws IOException {
        if (in != null) {
            in.close();
        }
    }
}
