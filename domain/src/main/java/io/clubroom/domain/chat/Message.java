package io.clubroom.domain.chat;

import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored message.
 *
 * @param seq its number in the room: 1, 2, 3, … without gaps
 * @param author with the current names, null if the user was deleted
 * @param attachments the attached files, in order, without those that were removed since
 * @param clientMessageId the author's id for it, null if none was given; only the author may see it
 * @param createdAt in microseconds, the precision of the store
 * @param originalName the author's name when the message was written; null unless the message was taken over from the predecessor
 * @param state what may have changed since the message was posted
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
        @Nullable FullName originalName,
        MessageState state) {
    /** A plain message without files that was not taken over. */
    public Message(
            MessageId id,
            RoomId room,
            long seq,
            @Nullable Participant author,
            MessageText text,
            @Nullable ClientMessageId clientMessageId,
            Instant createdAt) {
        this(id, room, seq, author, text, List.of(), clientMessageId, createdAt, null, MessageState.PLAIN);
    }

    public Message withAttachments(List<StoredFile> files) {
        return new Message(id, room, seq, author, text, files, clientMessageId, createdAt, originalName, state);
    }

    public Message withState(MessageState newState) {
        return new Message(
                id, room, seq, author, text, attachments, clientMessageId, createdAt, originalName, newState);
    }

    /** Returns this message with another text. */
    public Message edited(MessageText newText, List<UserId> mentions, Instant at) {
        return new Message(
                id,
                room,
                seq,
                author,
                newText,
                attachments,
                clientMessageId,
                createdAt,
                originalName,
                new MessageState(at, false, mentions, state.reactions(), state.replyTo()));
    }

    /**
     * Returns this message with the text and state of a copy that was read later. The author and, unless the message was deleted, the
     * attachments stay.
     */
    public Message updatedTo(Message later) {
        return new Message(
                id,
                room,
                seq,
                author,
                later.text,
                later.state.deleted() ? List.of() : attachments,
                clientMessageId,
                createdAt,
                originalName,
                later.state);
    }

    /** Returns what is left of this message after its deletion: its place in the room, its author and its times. */
    public Message deleted() {
        return new Message(
                id,
                room,
                seq,
                author,
                new MessageText(""),
                List.of(),
                clientMessageId,
                createdAt,
                originalName,
                new MessageState(state.editedAt(), true, List.of(), List.of(), state.replyTo()));
    }

    public Message withReactions(List<Reaction> reactions) {
        return withState(
                new MessageState(state.editedAt(), state.deleted(), state.mentions(), reactions, state.replyTo()));
    }

    public boolean isBy(UserId user) {
        return author != null && author.id().equals(user);
    }

    /** The author's current name, otherwise the original one; null if neither is known. */
    public @Nullable FullName authorName() {
        return author == null ? originalName : author.fullName();
    }
}
