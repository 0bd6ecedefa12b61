package io.clubroom.domain.chat;

import io.clubroom.domain.user.FullName;
import org.jspecify.annotations.Nullable;

/**
 * The message that another one replies to, in its current state.
 *
 * @param author the name of its author, null if unknown
 * @param content the first {@value #MAX_LENGTH} characters (code points) of its text, empty if it was deleted
 */
public record ReplyPreview(MessageId id, @Nullable FullName author, String content, boolean deleted) {
    private static final int MAX_LENGTH = 200;

    public static ReplyPreview of(Message message) {
        String text = message.text().value();
        boolean fits = text.codePointCount(0, text.length()) <= MAX_LENGTH;
        return new ReplyPreview(
                message.id(),
                message.authorName(),
                fits ? text : text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)),
                message.state().deleted());
    }
}
