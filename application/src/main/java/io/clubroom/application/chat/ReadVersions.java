package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import java.util.List;
import java.util.function.Supplier;

/** Reads the texts that a message has had; for owners and moderators of its room. */
public final class ReadVersions {
    public sealed interface Result {
        /** @param versions the present one first; none if the message was deleted */
        record Versions(List<Messages.Version> versions) implements Result {}

        record NotSignedIn() implements Result {}

        record NoSuchRoom() implements Result {}

        record NotAllowed() implements Result {}

        record NoSuchMessage() implements Result {}
    }

    private final RoomStandings standings;
    private final Messages messages;

    public ReadVersions(RoomStandings standings, Messages messages) {
        this.standings = standings;
        this.messages = messages;
    }

    /** @param asked parses the id of the message. Called only if the actor moderates the room. */
    public Result read(Actor actor, RoomId room, Supplier<MessageId> asked) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        RoomStanding standing = standings.of(reader, room);
        if (!RoomAccess.mayRead(standing)) {
            return new Result.NoSuchRoom();
        }
        if (RoomAccess.decide(standing, RoomAction.MODERATE) != RoomVerdict.ALLOWED) {
            return new Result.NotAllowed();
        }
        MessageId message = asked.get();
        return messages.find(room, message).isEmpty()
                ? new Result.NoSuchMessage()
                : new Result.Versions(messages.versions(room, message));
    }
}
