package io.clubroom.memory.chat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a message, with its number in the room.
 *
 * @param versions the texts of the message, the current one first; empty if it was deleted
 */
record StoredMessage(
        Draft draft,
        long seq,
        @Nullable Instant editedAt,
        boolean deleted,
        List<UserId> mentions,
        List<Reaction> reactions,
        List<Messages.Version> versions) {
    static StoredMessage posted(Draft draft, long seq, List<UserId> mentions) {
        return new StoredMessage(
                draft,
                seq,
                null,
                false,
                mentions,
                List.of(),
                List.of(new Messages.Version(draft.text(), draft.createdAt(), null)));
    }

    MessageId id() {
        return draft.id();
    }

    MessageText text() {
        return versions.isEmpty() ? new MessageText("") : versions.getFirst().text();
    }

    /** @param change the number of the edit */
    StoredMessage after(ChangeDraft.Edit edit, long change, List<UserId> newMentions) {
        List<Messages.Version> texts = new ArrayList<>(versions);
        Messages.Version old = texts.removeFirst();
        texts.addFirst(new Messages.Version(old.text(), old.at(), change));
        texts.addFirst(new Messages.Version(edit.text(), edit.createdAt(), null));
        return new StoredMessage(draft, seq, edit.createdAt(), false, newMentions, reactions, List.copyOf(texts));
    }

    StoredMessage afterDeletion() {
        return new StoredMessage(draft, seq, editedAt, true, List.of(), List.of(), List.of());
    }

    StoredMessage with(List<Reaction> newReactions) {
        return new StoredMessage(draft, seq, editedAt, deleted, mentions, newReactions, versions);
    }

    MessageState state(@Nullable ReplyPreview replyTo) {
        return editedAt == null && !deleted && mentions.isEmpty() && reactions.isEmpty() && replyTo == null
                ? MessageState.PLAIN
                : new MessageState(editedAt, deleted, mentions, reactions, replyTo);
    }
}
