package io.clubroom.domain.chat;

import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.FullName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored message.
 *
 * @param seq its number in the room: 1, 2, 3, … without gaps
 * @param author with the current names, null if the user was deleted
 * @param attachments the files that are attached to it, in their order, without those that were removed since
 * @param clientMessageId the author's id for it, null if none was given; only the author may see it
 * @param createdAt in microseconds, the precision of the store
 * @param originalName the author's name when the message was written; null unless the message was taken over from the predecessor
 */
public record Message(
        MessageId id,
        RoomId room,
        long seq,
        @Nullable Participant author,
        MessageText text,
        List<StoredFile> attachments,
        @Nullable ClientMessageId clientMessageId,
        Instant createdAt,
        @Nullable FullName originalName) {
    /** A message without files that was not taken over. */
    public Message(
            MessageId id,
            RoomId room,
            long seq,
            @Nullable Participant author,
            MessageText text,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt) {
        this(id, room, seq, author, text, List.of(), clientMessageId, createdAt, null);
    }

    public Message withAttachments(List<StoredFile> files) {
        return new Message(id, room, seq, author, text, files, clientMessageId, createdAt, originalName);
    }

    /** The author's current name, otherwise the original one; null if neither is known. */
    public @Nullable FullName authorName() {
        return author == null ? originalName : author.fullName();
    }
}
