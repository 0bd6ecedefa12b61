package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.file.StoredFile;

/** The size of a change or message in characters, as counted for pages and for the changes in memory. */
final class MessageSize {
    /** The size of an attachment without its name. */
    private static final int ATTACHMENT = 400;

    /** The size of the id of a user who is mentioned or has reacted. */
    private static final int USER = 40;

    private MessageSize() {}

    static int characters(RoomChange change) {
        return change instanceof RoomChange.OfMessage of ? characters(of.message()) : 0;
    }

    /** The characters of the text, of the attachments' names and of a reply's preview, and fixed amounts for all other content. */
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
