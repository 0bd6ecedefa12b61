package io.clubroom.files;

import io.clubroom.domain.Unavailable;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a stored content, up to a number of them; a failure to read them is {@link Unavailable}. */
final class StoredInput extends InputStream {
    private final InputStream in;
    private long remaining;

    StoredInput(InputStream in, long length) {
        this.in = in;
        this.remaining = length;
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
        try {
            int read = in.read(bytes, offset, (int) Math.min(length, remaining));
            if (read > 0) {
                remaining -= read;
            }
            return read;
        } catch (IOException failure) {
            throw Failures.unavailable(failure);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
