package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides who may enter a room: whoever may read it, if it exists. */
public final class EnterRoom {
    public record Request(Actor.SignedIn actor, RoomId room) {}

    public sealed interface Decision {
        /** @param reached where the messages of the room end */
        record Allowed(Rooms.Reached reached) implements Decision {}

        record NotFound() implements Decision {}
    }

    /** The decision about each request, in the order of the requests. */
    public record Result(List<Decision> decisions) {}

    private final Rooms rooms;

    public EnterRoom(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Decides many requests with one read. */
    public Result enter(List<Request> requests) {
        Map<RoomId, Rooms.Reached> reached =
                rooms.reached(requests.stream().map(Request::room).distinct().toList());
        return new Result(requests.stream()
                .map(request -> decision(request, reached.get(request.room())))
                .toList());
    }

    private static Decision decision(Request request, Rooms.@Nullable Reached reached) {
        return reached == null || !RoomAccess.mayRead(request.actor(), request.room())
                ? new Decision.NotFound()
                : new Decision.Allowed(reached);
    }
}
