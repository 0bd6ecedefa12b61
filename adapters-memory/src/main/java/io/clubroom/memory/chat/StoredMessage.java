package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.file.InMemoryFiles;
import java.util.List;

/** A draft with its number in the room. */
record StoredMessage(Draft draft, long seq) {
    /** With what the author and the files are now. */
    Message complete(Users users, InMemoryFiles files) {
        return new Message(
                draft.id(),
                draft.room(),
                seq,
                users.find(draft.sender()).map(Participant::of).orElse(null),
                draft.text(),
                draft.files().isEmpty() ? List.of() : files.attachments(draft.id()),
                draft.clientMessageId(),
                draft.createdAt(),
                null);
    }
}
