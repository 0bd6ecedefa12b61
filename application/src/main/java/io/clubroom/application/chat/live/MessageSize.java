package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.file.StoredFile;

/** How much of a page or of the memory for messages a message takes. */
final class MessageSize {
    /** What an attachment takes beside its name. */
    private static final int ATTACHMENT = 400;

    private MessageSize() {}

    /** The characters of the text and of the attachments: their names, and a fixed amount for all else. */
    static int characters(Message message) {
        int characters = message.text().value().length();
        for (StoredFile file : message.attachments()) {
            characters += ATTACHMENT + file.name().value().length();
        }
        return characters;
    }
}
