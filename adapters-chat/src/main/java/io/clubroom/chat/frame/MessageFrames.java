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
 * Messages, encoded as consecutive text messages for everybody in their room. Each message is encoded once: the frames for an author,
 * which include {@code client_message_id}, are assembled from the same bytes. Reference-counted.
 */
public final class MessageFrames {
    /** Has frames that were encoded before. */
    @FunctionalInterface
    public interface Source {
        /** Appends the frame of this very message; false if it is not known. */
        boolean copy(Message message, ByteBuf out);
    }

    private static final int TYPICAL_SIZE = 512;

    /** Of the field {@code client_message_id}. */
    private static final int TYPICAL_ID_SIZE = 64;

    private final List<Message> messages;
    private final ByteBuf everybody;
    /** The end of each frame. */
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

    /** @param known asked before a message is encoded */
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
            // Of exactly this size, because it may be kept for long.
            ByteBuf everybody = allocator.ioBuffer(frames.readableBytes());
            return new MessageFrames(messages, everybody.writeBytes(frames), ends, isNew);
        } finally {
            frames.release();
            json.release();
        }
    }

    /** Whether all messages were encoded, and none was known. */
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

    /** The size in memory. */
    public int bytes() {
        return everybody.capacity();
    }

    /** The frames for all who are not among the authors. The buffer belongs to this object. */
    public ByteBuf everybody() {
        return everybody;
    }

    /** The frames for each author of a message with a {@code client_message_id}. The buffers belong to the caller. */
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

    /** The frames for one user: those for everybody unless the user is among the authors. The buffer belongs to the caller. */
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

    /** @param own the indices of the messages whose {@code client_message_id} is included */
    private ByteBuf withIds(ByteBufAllocator allocator, List<Integer> own) {
        SortedMap<Integer, ClientMessageId> ids = new TreeMap<>();
        for (int i : own) {
            ids.put(i, Objects.requireNonNull(messages.get(i).clientMessageId()));
        }
        return withIds(allocator, everybody, ends, ids);
    }

    /**
     * Copies frames, and adds a {@code client_message_id} to some.
     *
     * @param ends the end of each frame
     * @param ids by the index of their frame
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

    /** The last field of a message to its author, and the end of the object. */
    private static byte[] idField(ClientMessageId id) {
        return (",\"client_message_id\":\""
                        + new String(JsonStringEncoder.getInstance().quoteAsString(id.value())) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Appends the frame of this very message, if these messages, which must be consecutive ones of one room, include it. */
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
