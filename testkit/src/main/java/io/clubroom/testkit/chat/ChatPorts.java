package io.clubroom.testkit.chat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The ports of messages, their rooms and authors, of the same store; and what contracts about messages store first. */
public interface ChatPorts {
    Instant NOW = Instant.parse("2025-03-10T12:00:00.654321Z");

    Messages messages();

    Rooms rooms();

    Users users();

    /** A public room. */
    default RoomId aRoom() {
        Room room = RoomsContract.newRoom();
        rooms().add(room);
        return room.id();
    }

    default User aUser() {
        return aUser(UserFixture.user());
    }

    default User aUser(UserFixture fixture) {
        User user = fixture.build();
        users().add(user);
        return user;
    }

    default Message say(RoomId room, User sender, String text, Instant at) {
        Draft draft =
                new Draft(new MessageId(UUID.randomUUID()), room, sender.id(), 0, new MessageText(text), null, at);
        Outcome outcome = messages().append(List.of(draft)).getFirst();
        return ((RoomChange.Posted) ((Outcome.Stored) outcome).change()).message();
    }
}
