package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a message other than its text that may change after it was posted, and what it mentions and replies to.
 *
 * @param editedAt when the text was changed last, in microseconds; null if never
 * @param deleted whether only the message's place in the room is left: it has no text, attachments, mentions or reactions
 * @param mentions the users mentioned in the text, without duplicates
 * @param reactions one for each emoji, the emoji that was used first comes first
 * @param replyTo null unless the message is a reply
 */
public record MessageState(
        @Nullable Instant editedAt,
        boolean deleted,
        List<UserId> mentions,
        List<Reaction> reactions,
        @Nullable ReplyPreview replyTo) {
    /** The state of a message that mentions nobody, replies to nothing, and was not changed. */
    public static final MessageState PLAIN = new MessageState(null, false, List.of(), List.of(), null);
}
