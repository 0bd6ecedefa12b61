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
 * Changes of a room, encoded as consecutive text messages of protocol 2 for everybody in the room. Each change is encoded once: the frames
 * for somebody who has reacted to one of the messages, or whose frames are answered, are assembled from the same bytes. Reference-counted.
 */
public final class ChangeFrames {
    /** The place, in the bytes for everybody, of the {@code false} that says that a reaction is somebody else's. */
    record Mine(int offset, Reaction reaction) {}

    private static final int TYPICAL_SIZE = 512;

    /** As long as {@code false}: white space makes no difference in JSON. */
    private static final byte[] TRUE = " true".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuf everybody;

    /** The end of each frame. */
    private final int[] ends;

    private final List<Mine> reactions;

    private ChangeFrames(ByteBuf everybody, int[] ends, List<Mine> reactions) {
        this.everybody = everybody;
        this.ends = ends;
        this.reactions = reactions;
    }

    public static ChangeFrames encode(ByteBufAllocator allocator, List<RoomChange> changes) {
        ByteBuf frames = allocator.heapBuffer(TYPICAL_SIZE * changes.size());
        ByteBuf json = allocator.heapBuffer(TYPICAL_SIZE);
        try {
            int[] ends = new int[changes.size()];
            List<Mine> reactions = new ArrayList<>(0);
            List<Mine> ofChange = new ArrayList<>(0);
            for (int i = 0; i < ends.length; i++) {
                json.clear();
                ofChange.clear();
                FrameWriter.writeJson(changes.get(i), json, ofChange);
                FrameWriter.header(frames, FrameWriter.FINAL_TEXT, json.readableBytes());
                for (Mine mine : ofChange) {
                    reactions.add(new Mine(frames.writerIndex() + mine.offset(), mine.reaction()));
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

    /** The frames for all who have not reacted to one of the messages. The buffer belongs to this object. */
    public ByteBuf everybody() {
        return everybody;
    }

    /** Whether the user has reacted to one of the messages, so that the user's frames are not those for everybody. */
    public boolean isPersonal(UserId user) {
        return reactions.stream().anyMatch(mine -> mine.reaction().isBy(user));
    }

    /**
     * The frames for one receiver. The buffer belongs to the caller.
     *
     * @param ids those of the receiver's frames that changes answer, by the index of the change
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
        for (Mine mine : reactions) {
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
