package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages of a room as a client of protocol 2 shows them, by what it has received. */
final class ShownMessages {
    /** @param counts how many users have reacted, by emoji */
    private record Shown(
            long seq,
            boolean isOwn,
            String text,
            @Nullable Instant editedAt,
            boolean deleted,
            List<UserId> mentions,
            Map<Emoji, Integer> counts,
            Set<Emoji> own,
            @Nullable ReplyPreview replyTo) {
        static Shown of(Message message, UserId viewer) {
            Map<Emoji, Integer> counts = new HashMap<>();
            Set<Emoji> own = new HashSet<>();
            for (Reaction reaction : message.state().reactions()) {
                counts.put(reaction.emoji(), reaction.count());
                if (reaction.isBy(viewer)) {
                    own.add(reaction.emoji());
                }
            }
            return new Shown(
                    message.seq(),
                    message.isBy(viewer),
                    message.text().value(),
                    message.state().editedAt(),
                    message.state().deleted(),
                    message.state().mentions(),
                    counts,
                    own,
                    withoutName(message.state().replyTo()));
        }

        /** A renaming is no change of a room. */
        private static @Nullable ReplyPreview withoutName(@Nullable ReplyPreview preview) {
            return preview == null ? null : new ReplyPreview(preview.id(), null, preview.content(), preview.deleted());
        }

        Shown edited(Message message) {
            return new Shown(
                    seq,
                    isOwn,
                    message.text().value(),
                    message.state().editedAt(),
                    message.state().deleted(),
                    message.state().mentions(),
                    message.state().deleted() ? Map.of() : counts,
                    message.state().deleted() ? Set.of() : own,
                    replyTo);
        }

        Shown reacted(RoomChange.Reacted reacted, UserId viewer) {
            Map<Emoji, Integer> newCounts = new HashMap<>(counts);
            Set<Emoji> newOwn = new HashSet<>(own);
            if (reacted.count() == 0) {
                newCounts.remove(reacted.emoji());
                newOwn.remove(reacted.emoji());
            } else {
                newCounts.put(reacted.emoji(), reacted.count());
            }
            if (reacted.user() != null && reacted.user().id().equals(viewer)) {
                if (reacted.removed()) {
                    newOwn.remove(reacted.emoji());
                } else {
                    newOwn.add(reacted.emoji());
                }
            }
            return new Shown(seq, isOwn, text, editedAt, deleted, mentions, newCounts, newOwn, replyTo);
        }

        Shown replyingTo(Message target) {
            return new Shown(
                    seq, isOwn, text, editedAt, deleted, mentions, counts, own, withoutName(ReplyPreview.of(target)));
        }
    }

    private final UserId viewer;
    private final Map<MessageId, Shown> messages = new HashMap<>();

    ShownMessages(UserId viewer) {
        this.viewer = viewer;
    }

    /** Begins with the messages that the history has. */
    static ShownMessages of(List<Message> history, UserId viewer) {
        ShownMessages shown = new ShownMessages(viewer);
        history.forEach(message -> shown.messages.put(message.id(), Shown.of(message, viewer)));
        return shown;
    }

    void receive(RoomChange change) {
        switch (change) {
            case RoomChange.Posted(long _, Message message) -> messages.put(message.id(), Shown.of(message, viewer));
            case RoomChange.Edited(long _, Message message) -> edited(message);
            case RoomChange.Deleted(long _, Message message) -> edited(message);
            case RoomChange.Reacted reacted ->
                messages.computeIfPresent(reacted.message().id(), (_, shown) -> shown.reacted(reacted, viewer));
            case RoomChange.UserErased _ -> throw new IllegalStateException("nobody is erased");
        }
    }

    private void edited(Message message) {
        messages.computeIfPresent(message.id(), (_, shown) -> shown.edited(message));
        messages.replaceAll(
                (_, shown) -> shown.replyTo() != null && shown.replyTo().id().equals(message.id())
                        ? shown.replyingTo(message)
                        : shown);
    }

    /** The messages of others behind one that are not deleted. */
    long unread(long read) {
        return messages.values().stream()
                .filter(shown -> shown.seq() > read && !shown.isOwn() && !shown.deleted())
                .count();
    }

    /** Where this differs from what is stored, null if it does not. */
    @Nullable
    String difference(List<Message> history) {
        Map<MessageId, Shown> stored = of(history, viewer).messages;
        for (Map.Entry<MessageId, Shown> message : stored.entrySet()) {
            Shown shown = messages.get(message.getKey());
            if (!message.getValue().equals(shown)) {
                return "shows " + shown + ", but stored is " + message.getValue();
            }
        }
        return messages.size() == stored.size() ? null : "shows messages that are not stored";
    }
}
