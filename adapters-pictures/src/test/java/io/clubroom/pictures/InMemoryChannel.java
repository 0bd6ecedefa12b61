package io.clubroom.pictures;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A content of fixed size in memory, which counts the bytes that are read. */
final class InMemoryChannel implements SeekableByteChannel {
    final byte[] bytes;
    long read;
    private long position;

    InMemoryChannel(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target) {
        int length = (int) Math.min(target.remaining(), bytes.length - position);
        if (length <= 0) {
            return -1;
        }
        target.put(bytes, (int) position, length);
        position += length;
        read += length;
        return length;
    }

    @Override
    public int write(ByteBuffer source) {
        int length = source.remaining();
        source.get(bytes, (int) position, length);
        position += length;
        return length;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
