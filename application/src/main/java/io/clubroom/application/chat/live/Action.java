package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.file.FileId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change that a client requests in a room it has entered. */
public sealed interface Action {
    /**
     * @param files the attached files, in order
     * @param replyTo the message replied to, null if none
     */
    record Post(
            MessageText text, List<FileId> files, @Nullable MessageId replyTo) implements Action {}

    /** @param text may be empty if the message has attachments */
    record Edit(MessageId message, MessageText text) implements Action {}

    record Delete(MessageId message) implements Action {}

    /** @param removed whether the reaction is removed */
    record React(MessageId message, Emoji emoji, boolean removed) implements Action {}
}
