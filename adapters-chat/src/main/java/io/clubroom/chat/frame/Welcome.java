package io.clubroom.chat.frame;

import io.clubroom.domain.chat.RoomReads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The {@code connected} frame of protocol 2, encoded once for all clients that enter a room in the same turn. Only the end of the frame,
 * with the read state, differs between clients.
 */
public final class Welcome {
    private static final int MAX_HEADER = 10;

    /** The JSON object without its closing brace. */
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
     * Returns the complete frame. The caller owns the buffer.
     *
     * @param state the read state of the client; null to omit it
     */
    public ByteBuf with(ByteBufAllocator allocator, RoomReads.@Nullable State state) {
        ByteBuf end = allocator.ioBuffer();
        if (state == null) {
            end.writeByte('}');
        } else {
            ByteBuf json = FrameWriter.write(allocator, state);
            try {
                // Replaces the opening brace.
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
