package io.clubroom.chat.frame;

import io.clubroom.domain.chat.RoomReads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The frame {@code connected} of protocol 2, for all who enter a room together: encoded once, but for what each of them has read, which is at
 * its end.
 */
public final class Welcome {
    private static final int MAX_HEADER = 10;

    /** The JSON object, without its last brace. */
    private final ByteBuf shared;

    private Welcome(ByteBuf shared) {
        this.shared = shared;
    }

    public static Welcome encode(ByteBufAllocator allocator, ServerFrame.Connected connected) {
        ByteBuf json = allocator.heapBuffer();
        try {
            FrameWriter.writeJson(connected, json);
            int length = json.readableBytes() - 1;
            return new Welcome(allocator.ioBuffer(length).writeBytes(json, length));
        } finally {
            json.release();
        }
    }

    /**
     * The whole frame, which belongs to the caller.
     *
     * @param state what the client is told to be read; null if nothing
     */
    public ByteBuf with(ByteBufAllocator allocator, RoomReads.@Nullable State state) {
        ByteBuf end = allocator.ioBuffer();
        if (state == null) {
            end.writeByte('}');
        } else {
            ByteBuf json = FrameWriter.write(allocator, state);
            try {
                // Instead of its first brace.
                end.writeByte(',').writeBytes(json, 1, json.readableBytes() - 1);
            } finally {
                json.release();
            }
        }
        ByteBuf header = allocator.ioBuffer(MAX_HEADER);
        FrameWriter.header(header, FrameWriter.FINAL_TEXT, shared.readableBytes() + end.readableBytes());
        return allocator.compositeBuffer(3).addComponents(true, header, shared.retainedDuplicate(), end);
    }

    public void release() {
        shared.release();
    }
}
