package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.VisibleRooms;
import java.util.List;
import java.util.Optional;

/** Reads a room, for users who may read it. */
public final class GetRoom {
    public sealed interface Result {
        record Found(DescribedRoom room) implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    private final VisibleRooms rooms;
    private final DescribeRooms describe;

    public GetRoom(VisibleRooms rooms, DescribeRooms describe) {
        this.rooms = rooms;
        this.describe = describe;
    }

    public Result get(Actor actor, RoomId id) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        Optional<RoomSummary> found = rooms.find(reader, id);
        return found.isEmpty()
                ? new Result.NotFound()
                : new Result.Found(
                        describe.describe(reader, List.of(found.get())).rooms().getFirst());
    }
}
