package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.Users;

/** A draft with its number in the room. */
record StoredMessage(Draft draft, long seq) {
    Message withAuthor(Users users) {
        return new Message(
                draft.id(),
                draft.room(),
                seq,
                users.find(draft.sender()).map(Participant::of).orElse(null),
                draft.text(),
                draft.clientMessageId(),
                draft.createdAt());
    }
}
