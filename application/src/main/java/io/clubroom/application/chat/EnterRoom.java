package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.List;
import java.util.Map;

/** Decides who may enter a room. Any signed-in user may enter any room that exists. */
public final class EnterRoom {
    public record Request(Actor.SignedIn actor, RoomId room) {}

    public sealed interface Result {
        /** @param lastSeq {@link Message#seq()} of the last message of the room, 0 if there is none */
        record Allowed(long lastSeq) implements Result {}

        record NotFound() implements Result {}
    }

    private final Rooms rooms;

    public EnterRoom(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Decides many requests with one read; returns the result of each, in the same order. */
    public List<Result> enter(List<Request> requests) {
        Map<RoomId, Long> lastSeqs =
                rooms.reached(requests.stream().map(Request::room).distinct().toList());
        return requests.stream()
                .<Result>map(request -> {
                    Long lastSeq = lastSeqs.get(request.room());
                    return lastSeq == null ? new Result.NotFound() : new Result.Allowed(lastSeq);
                })
                .toList();
    }
}
