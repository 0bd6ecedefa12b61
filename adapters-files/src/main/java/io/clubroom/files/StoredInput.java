package io.clubroom.files;

import io.clubroom.domain.Unavailable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a stored content, up to a number of them; a failure to read them is {@link Unavailable}. */
final class StoredInput extends InputStream {
    private final InputStream in;
    private final Closeable abort;
    private long remaining;

    /** @param abort closes the stream before its end, without reading the rest */
    StoredInput(InputStream in, long length, Closeable abort) {
        this.in = in;
        this.remaining = length;
        this.abort = abort;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (remaining <= 0) {
            return -1;
        }
        int read = read(() -> in.read(bytes, offset, (int) Math.min(length, remaining)));
        remaining -= read;
        return read;
    }

    private interface Reading {
        int read() throws IOException;
    }

    private static int read(Reading reading) {
        int read;
        try {
            read = reading.read();
        } catch (IOException | RuntimeException failure) {
            throw Failures.unavailable(failure);
        }
        if (read < 0) {
            throw Failures.unavailable("The store of files ended a content early", null);
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        if (remaining > 0) {
            abort.close();
        } else {
            in.close();
        }
    }
}
