package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of messages after the delivered changes; brings earlier copies of these messages up to date. */
final class LatestMessages {
    private record Latest(long change, Message message) {}

    private final Map<MessageId, Latest> messages = new HashMap<>();

    /** Whether any of these changes affects messages that existed before. */
    static boolean affectExisting(List<RoomChange> changes) {
        for (RoomChange change : changes) {
            if (!(change instanceof RoomChange.Posted)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the messages changed by these changes, which come in their order. */
    void add(List<RoomChange> changes) {
        for (RoomChange change : changes) {
            if (change instanceof RoomChange.OfMessage of && !(change instanceof RoomChange.Posted)) {
                messages.put(of.message().id(), new Latest(of.change(), of.message()));
            }
        }
    }

    int size() {
        return messages.size();
    }

    /** Forgets the messages whose last change is at most this one, because a read of the changes up to it shows them. */
    void forgetUpTo(long change) {
        messages.values().removeIf(latest -> latest.change() <= change);
    }

    /** Updates the message of a change that was read before the added changes were made. */
    RoomChange show(RoomChange earlier) {
        return show(earlier, false);
    }

    /** Updates the message of a change that was read while the added changes were made, unless it is newer. */
    RoomChange showUnlessNewer(RoomChange read) {
        return show(read, true);
    }

    private RoomChange show(RoomChange change, boolean mayBeNewer) {
        if (messages.isEmpty() || !(change instanceof RoomChange.OfMessage of)) {
            return change;
        }
        Message message = withReply(now(of.message(), mayBeNewer));
        return message.equals(of.message()) ? change : with(of, message);
    }

    private static RoomChange with(RoomChange.OfMessage change, Message message) {
        return switch (change) {
            case RoomChange.Posted(long number, Message _) -> new RoomChange.Posted(number, message);
            case RoomChange.Edited(long number, Message _) -> new RoomChange.Edited(number, message);
            case RoomChange.Deleted(long number, Message _) -> new RoomChange.Deleted(number, message);
            case RoomChange.Reacted(long number, Message _, Emoji emoji, Participant user, boolean _, int _) -> {
                Reaction reaction = message.state().reactions().stream()
                        .filter(present -> present.emoji().equals(emoji))
                        .findFirst()
                        .orElse(null);
                yield new RoomChange.Reacted(
                        number,
                        message,
                        emoji,
                        user,
                        reaction == null || user == null || !reaction.isBy(user.id()),
                        reaction == null ? 0 : reaction.count());
            }
        };
    }

    private Message now(Message message, boolean mayBeNewer) {
        Latest latest = messages.get(message.id());
        return latest == null || (mayBeNewer && isNewer(message, latest.message()))
                ? message
                : message.updatedTo(latest.message());
    }

    private static boolean isNewer(Message read, Message delivered) {
        return read.state().deleted()
                || (!delivered.state().deleted()
                        && isLater(read.state().editedAt(), delivered.state().editedAt()));
    }

    private static boolean isLater(@Nullable Instant a, @Nullable Instant b) {
        return a != null && (b == null || a.isAfter(b));
    }

    private Message withReply(Message message) {
        MessageState state = message.state();
        ReplyPreview shown = state.replyTo();
        Latest target = shown == null ? null : messages.get(shown.id());
        if (shown == null || target == null) {
            return message;
        }
        ReplyPreview preview = ReplyPreview.of(target.message());
        return preview.equals(shown)
                ? message
                : message.withState(new MessageState(
                        state.editedAt(), state.deleted(), state.mentions(), state.reactions(), preview));
    }
}
