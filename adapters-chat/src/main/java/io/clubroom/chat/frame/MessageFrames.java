package io.clubroom.chat.frame;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Messages of a room, encoded as consecutive text messages of protocol 1. Each message is encoded once for all receivers; the frames of an
 * author, which include {@code client_message_id}, are assembled from the same bytes. Reference-counted.
 */
public final class MessageFrames {
    /** A source of frames that were encoded before. */
    @FunctionalInterface
    public interface Source {
        /** Appends the frame of this message, compared by identity; returns false if there is none. */
        boolean copy(Message message, ByteBuf out);
    }

    private static final int TYPICAL_SIZE = 512;

    /** The typical size in bytes of the field {@code client_message_id}. */
    private static final int TYPICAL_ID_SIZE = 64;

    private final List<Message> messages;
    private final ByteBuf everybody;
    /** The end offset of each frame. */
    private final int[] ends;

    private final boolean isNew;

    private MessageFrames(List<Message> messages, ByteBuf everybody, int[] ends, boolean isNew) {
        this.messages = messages;
        this.everybody = everybody;
        this.ends = ends;
        this.isNew = isNew;
    }

    public static MessageFrames encode(ByteBufAllocator allocator, List<Message> messages) {
        return encode(allocator, messages, (_, _) -> false);
    }

    /** @param known asked for each message before it is encoded */
    public static MessageFrames encode(ByteBufAllocator allocator, List<Message> messages, Source known) {
        ByteBuf frames = allocator.heapBuffer(TYPICAL_SIZE * messages.size());
        ByteBuf json = allocator.heapBuffer(TYPICAL_SIZE);
        try {
            int[] ends = new int[messages.size()];
            boolean isNew = true;
            for (int i = 0; i < ends.length; i++) {
                Message message = messages.get(i);
                if (known.copy(message, frames)) {
                    isNew = false;
                } else {
                    json.clear();
                    FrameWriter.writeJson(new ServerFrame.Posted(message, false), json);
                    FrameWriter.header(frames, FrameWriter.FINAL_TEXT, json.readableBytes());
                    frames.writeBytes(json);
                }
                ends[i] = frames.writerIndex();
            }
            // Sized exactly, because it may be cached.
            ByteBuf everybody = allocator.ioBuffer(frames.readableBytes());
            return new MessageFrames(messages, everybody.writeBytes(frames), ends, isNew);
        } finally {
            frames.release();
            json.release();
        }
    }

    /** Whether all messages were encoded, and none was copied from the source. */
    public boolean isNew() {
        return isNew;
    }

    public Message first() {
        return messages.getFirst();
    }

    public Message last() {
        return messages.getLast();
    }

    /** The number of messages. */
    public int count() {
        return ends.length;
    }

    /** The size of the buffer in bytes. */
    public int bytes() {
        return everybody.capacity();
    }

    /** The frames for all users other than the authors. This object owns the buffer. */
    public ByteBuf everybody() {
        return everybody;
    }

    /** Returns the frames for each author of a message with a {@code client_message_id}. The caller owns the buffers. */
    public Map<UserId, ByteBuf> authors(ByteBufAllocator allocator) {
        Map<UserId, List<Integer>> named = new HashMap<>();
        for (int i = 0; i < ends.length; i++) {
            Message message = messages.get(i);
            if (message.author() != null && message.clientMessageId() != null) {
                named.computeIfAbsent(message.author().id(), _ -> new ArrayList<>())
                        .add(i);
            }
        }
        Map<UserId, ByteBuf> authors = HashMap.newHashMap(named.size());
        named.forEach((author, own) -> authors.put(author, withIds(allocator, own)));
        return authors;
    }

    /** Returns the frames for one user, who may be one of the authors. The caller owns the buffer. */
    public ByteBuf forUser(ByteBufAllocator allocator, UserId user) {
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < ends.length; i++) {
            Message message = messages.get(i);
            if (message.clientMessageId() != null
                    && message.author() != null
                    && message.author().id().equals(user)) {
                own.add(i);
            }
        }
        return own.isEmpty() ? everybody.retainedDuplicate() : withIds(allocator, own);
    }

    /** @param own the indexes of the messages whose {@code client_message_id} is included */
    private ByteBuf withIds(ByteBufAllocator allocator, List<Integer> own) {
        SortedMap<Integer, ClientMessageId> ids = new TreeMap<>();
        for (int i : own) {
            ids.put(i, Objects.requireNonNull(messages.get(i).clientMessageId()));
        }
        return withIds(allocator, everybody, ends, ids);
    }

    /**
     * Copies frames, adding a {@code client_message_id} to some of them.
     *
     * @param ends the end offset of each frame
     * @param ids the ids to add, by the index of the frame
     */
    static ByteBuf withIds(
            ByteBufAllocator allocator, ByteBuf frames, int[] ends, SortedMap<Integer, ClientMessageId> ids) {
        ByteBuf wire = allocator.ioBuffer(frames.readableBytes() + TYPICAL_ID_SIZE * ids.size());
        int copied = 0;
        for (Map.Entry<Integer, ClientMessageId> named : ids.entrySet()) {
            int begin = named.getKey() == 0 ? 0 : ends[named.getKey() - 1];
            int end = ends[named.getKey()];
            wire.writeBytes(frames, copied, begin - copied);
            byte[] id = idField(named.getValue());
            int payload = begin + FrameWriter.headerLength(frames, begin);
            int length = end - payload - 1;
            FrameWriter.header(wire, FrameWriter.FINAL_TEXT, length + id.length);
            wire.writeBytes(frames, payload, length).writeBytes(id);
            copied = end;
        }
        return wire.writeBytes(frames, copied, frames.writerIndex() - copied);
    }

    private int begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Encodes {@code client_message_id} as the last field of an object, with the closing brace. */
    private static byte[] idField(ClientMessageId id) {
        return (",\"client_message_id\":\""
                        + new String(JsonStringEncoder.getInstance().quoteAsString(id.value())) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Appends the frame of this message, compared by identity; returns false if it is not included. The messages must be consecutive
     * messages of one room.
     */
    public boolean copy(Message message, ByteBuf out) {
        long index = message.seq() - first().seq();
        if (index < 0 || index >= ends.length || messages.get((int) index) != message) {
            return false;
        }
        int begin = begin((int) index);
        out.writeBytes(everybody, begin, ends[(int) index] - begin);
        return true;
    }

    public void retain() {
        everybody.retain();
    }

    public void release() {
        everybody.release();
    }
}
