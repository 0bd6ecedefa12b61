package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes of a room, encoded as consecutive text messages of protocol 2. Each change is encoded once for all receivers; the frames of a
 * receiver who has reacted to a message, or whose request a change answers, are assembled from the same bytes. Reference-counted.
 */
public final class ChangeFrames {
    /** The position of the {@code false} in {@code "mine": false} of a reaction, in the shared bytes. */
    record MineFlag(int offset, Reaction reaction) {}

    private static final int TYPICAL_SIZE = 512;

    /** Padded to the length of {@code false}; JSON ignores the space. */
    private static final byte[] TRUE = " true".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuf everybody;

    /** The end offset of each frame. */
    private final int[] ends;

    private final List<MineFlag> reactions;

    private ChangeFrames(ByteBuf everybody, int[] ends, List<MineFlag> reactions) {
        this.everybody = everybody;
        this.ends = ends;
        this.reactions = reactions;
    }

    public static ChangeFrames encode(ByteBufAllocator allocator, List<RoomChange> changes) {
        ByteBuf frames = allocator.heapBuffer(TYPICAL_SIZE * changes.size());
        ByteBuf json = allocator.heapBuffer(TYPICAL_SIZE);
        try {
            int[] ends = new int[changes.size()];
            List<MineFlag> reactions = new ArrayList<>(0);
            List<MineFlag> inChange = new ArrayList<>(0);
            for (int i = 0; i < ends.length; i++) {
                json.clear();
                inChange.clear();
                FrameWriter.writeJson(changes.get(i), json, inChange);
                FrameWriter.header(frames, FrameWriter.FINAL_TEXT, json.readableBytes());
                for (MineFlag mine : inChange) {
                    reactions.add(new MineFlag(frames.writerIndex() + mine.offset(), mine.reaction()));
                }
                frames.writeBytes(json);
                ends[i] = frames.writerIndex();
            }
            return new ChangeFrames(
                    allocator.ioBuffer(frames.readableBytes()).writeBytes(frames), ends, List.copyOf(reactions));
        } finally {
            frames.release();
            json.release();
        }
    }

    /** The number of changes. */
    public int count() {
        return ends.length;
    }

    /** The frames for all users who have not reacted to any of the messages. This object owns the buffer. */
    public ByteBuf everybody() {
        return everybody;
    }

    /** Whether the user has reacted to one of the messages, and so receives different frames. */
    public boolean isPersonal(UserId user) {
        return reactions.stream().anyMatch(mine -> mine.reaction().isBy(user));
    }

    /**
     * Returns the frames for one receiver. The caller owns the buffer.
     *
     * @param ids the {@code client_message_id}s of the receiver's requests that changes answer, by the index of the change
     */
    public ByteBuf forReceiver(ByteBufAllocator allocator, UserId user, Map<Integer, ClientMessageId> ids) {
        ByteBuf frames = isPersonal(user) ? personal(allocator, user) : everybody.retainedDuplicate();
        if (ids.isEmpty()) {
            return frames;
        }
        try {
            return MessageFrames.withIds(allocator, frames, ends, new TreeMap<>(ids));
        } finally {
            frames.release();
        }
    }

    private ByteBuf personal(ByteBufAllocator allocator, UserId user) {
        ByteBuf frames = allocator
                .ioBuffer(everybody.readableBytes())
                .writeBytes(everybody, everybody.readerIndex(), everybody.readableBytes());
        for (MineFlag mine : reactions) {
            if (mine.reaction().isBy(user)) {
                frames.setBytes(mine.offset(), TRUE);
            }
        }
        return frames;
    }

    public void retain() {
        everybody.retain();
    }

    public void release() {
        everybody.release();
    }
}
