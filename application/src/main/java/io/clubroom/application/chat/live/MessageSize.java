package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.file.StoredFile;

/** How much of a page or of the memory for messages a message takes. */
final class MessageSize {
    /** What an attachment takes beside its name. */
    private static final int ATTACHMENT = 400;

    /** What the id of a user who is mentioned or has reacted takes. */
    private static final int USER = 40;

    private MessageSize() {}

    static int characters(RoomChange change) {
        return change instanceof RoomChange.OfMessage of ? characters(of.message()) : 0;
    }

    /** The characters of the text and of the attachments: their names, and a fixed amount for all else; and so for what else it has. */
    static int characters(Message message) {
        int characters = message.text().value().length();
        for (StoredFile file : message.attachments()) {
            characters += ATTACHMENT + file.name().value().length();
        }
        characters += USER * message.state().mentions().size();
        for (var reaction : message.state().reactions()) {
            characters += USER * (1 + reaction.count());
        }
        ReplyPreview reply = message.state().replyTo();
        return reply == null
                ? characters
                : characters + ATTACHMENT + reply.content().length();
    }
}
