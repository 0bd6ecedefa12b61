package io.clubroom.pictures;

import io.clubroom.domain.file.Pictures.ImageTooLarge;
import io.clubroom.domain.file.Pictures.InvalidImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * What decoders read. A picture whose decoder takes too long is too large, whatever it says about its size; one whose decoder goes on
 * reading behind the end is invalid.
 */
final class BytesImageInput extends ImageInputStreamImpl {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int BUFFER = 8192;
    private static final int READS_PER_LOOK = 4096;
    private static final int MAX_READS_BEHIND_END = 256;

    private final Bytes bytes;
    private final long size;
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private final byte[] buffer = new byte[BUFFER];
    private long start;
    private int length;
    private int reads;
    private int readsBehindEnd;

    BytesImageInput(Bytes bytes) {
        this.bytes = bytes;
        this.size = bytes.size();
    }

    @Override
    public int read() {
        bitOffset = 0;
        if (!isBuffered(1)) {
            return -1;
        }
        return buffer[(int) (streamPos++ - start)] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) {
        bitOffset = 0;
        if (wanted == 0) {
            return 0;
        }
        if (!isBuffered(1)) {
            return -1;
        }
        int from = (int) (streamPos - start);
        int count = Math.min(wanted, length - from);
        System.arraycopy(buffer, from, target, offset, count);
        streamPos += count;
        return count;
    }

    /** The decoder of WebP calls this for almost every pixel. */
    @Override
    public long readLong() throws IOException {
        if (!isBuffered(Long.BYTES)) {
            throw new EOFException();
        }
        bitOffset = 0;
        long value = 0;
        int from = (int) (streamPos - start);
        for (int i = 0; i < Long.BYTES; i++) {
            int next = buffer[from + (getByteOrder() == ByteOrder.LITTLE_ENDIAN ? Long.BYTES - 1 - i : i)];
            value = value << 8 | (next & 0xff);
        }
        streamPos += Long.BYTES;
        return value;
    }

    @Override
    public long length() {
        return size;
    }

    /** Whether there are so many bytes, which are then in the buffer. */
    private boolean isBuffered(int wanted) {
        if (++reads % READS_PER_LOOK == 0 && System.nanoTime() > end) {
            throw new ImageTooLarge();
        }
        long from = streamPos - start;
        if (from >= 0 && from + wanted <= length) {
            return true;
        }
        if (streamPos + wanted > size) {
            if (++readsBehindEnd > MAX_READS_BEHIND_END) {
                throw new InvalidImage();
            }
            return false;
        }
        start = streamPos;
        length = (int) Math.min(BUFFER, size - start);
        for (int i = 0; i < length; i++) {
            buffer[i] = (byte) bytes.at(start + i);
        }
        return true;
    }
}
