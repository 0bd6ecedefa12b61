package io.clubroom.web.chat;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Attachments;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.http.JsonFields;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parses the bodies of requests that post or edit messages. */
final class MessageFields {
    private MessageFields() {}

    static ChangeMessages.Post newMessage(
            Actor.SignedIn sender, RoomId room, HttpRequest<?> request, byte @Nullable [] body) {
        JsonFields fields = JsonBody.parse(request, body);
        List<FileId> files = fields.optionalList("file_ids", Attachments.MAX, MessageFields::fileId);
        boolean hasFiles = files != null && !files.isEmpty();
        // If file_ids is invalid, do not report a missing text as well.
        MessageText text = hasFiles || (files == null && fields.isPresent("file_ids"))
                ? fields.optional("content", MessageText::ofMessageWithFiles)
                : fields.required("content", MessageText::of);
        MessageId replyTo = fields.optional("reply_to", id -> MessageId.of("reply_to", id));
        ClientMessageId clientMessageId = fields.optional("client_message_id", ClientMessageId::of);
        throwIfInvalid(fields, clientMessageId);
        return new ChangeMessages.Post(
                sender,
                room,
                text == null ? MessageText.ofMessageWithFiles("") : text,
                files == null ? List.of() : files,
                replyTo,
                clientMessageId);
    }

    static ChangeMessages.Edit edit(
            Actor.SignedIn sender, RoomId room, MessageId message, HttpRequest<?> request, byte @Nullable [] body) {
        JsonFields fields = JsonBody.parse(request, body);
        // Only the store knows whether the message has files, and so may have no text.
        MessageText text = fields.required("content", MessageText::ofMessageWithFiles);
        ClientMessageId clientMessageId = fields.optional("client_message_id", ClientMessageId::of);
        throwIfInvalid(fields, clientMessageId);
        return new ChangeMessages.Edit(sender, room, message, Objects.requireNonNull(text), clientMessageId);
    }

    private static void throwIfInvalid(JsonFields fields, @Nullable ClientMessageId clientMessageId) {
        try {
            fields.throwIfInvalid();
        } catch (InvalidInput invalid) {
            boolean isOfText = fields.isString("content")
                    && invalid.faults().stream().allMatch(fault -> fault.field().equals("content"));
            throw new InvalidChange(
                    isOfText ? ErrorCode.INVALID_CONTENT : ErrorCode.INVALID_INPUT, invalid.faults(), clientMessageId);
        }
    }

    private static FileId fileId(String id) {
        return Attachments.of(List.of(id)).getFirst();
    }
}
