package io.clubroom.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** The bytes of a channel, through one page of memory. */
final class ChannelBytes extends Bytes {
    private static final int PAGE = 16 * 1024;

    private final SeekableByteChannel channel;
    private final long size;
    private final byte[] page = new byte[PAGE];
    private long start;
    private int length;
    private boolean changed;

    ChannelBytes(SeekableByteChannel channel) {
        this.channel = channel;
        try {
            this.size = channel.size();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    long size() {
        return size;
    }

    @Override
    int at(long place) {
        long index = place - start;
        if (index < 0 || index >= length) {
            if (place < 0 || place >= size || !load(place)) {
                return -1;
            }
            index = place - start;
        }
        return page[(int) index] & 0xff;
    }

    @Override
    void put(long place, int value) {
        if (at(place) >= 0) {
            page[(int) (place - start)] = (byte) value;
            changed = true;
        }
    }

    @Override
    void flush() {
        if (!changed) {
            return;
        }
        try {
            channel.position(start);
            ByteBuffer bytes = ByteBuffer.wrap(page, 0, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        changed = false;
    }

    private boolean load(long place) {
        flush();
        length = 0;
        start = place / PAGE * PAGE;
        ByteBuffer bytes = ByteBuffer.wrap(page);
        try {
            channel.position(start);
            while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        length = bytes.position();
        return place < start + length;
    }
}
