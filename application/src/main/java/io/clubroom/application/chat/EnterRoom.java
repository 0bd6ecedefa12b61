package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
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
    private final RoomStandings standings;

    public EnterRoom(Rooms rooms, RoomStandings standings) {
        this.rooms = rooms;
        this.standings = standings;
    }

    /** Decides many requests together. */
    public Result enter(List<Request> requests) {
        Map<RoomId, Rooms.Reached> reached =
                rooms.reached(requests.stream().map(Request::room).distinct().toList());
        Map<RoomStandings.Key, RoomStanding> standing =
                standings.of(requests.stream().map(EnterRoom::key).distinct().toList());
        return new Result(requests.stream()
                .map(request -> decision(reached.get(request.room()), standing.get(key(request))))
                .toList());
    }

    private static RoomStandings.Key key(Request request) {
        return new RoomStandings.Key(request.actor(), request.room());
    }

    private static Decision decision(Rooms.@Nullable Reached reached, @Nullable RoomStanding standing) {
        return reached == null || !RoomAccess.mayRead(standing)
                ? new Decision.NotFound()
                : new Decision.Allowed(reached);
    }
}
