package io.clubroom.application.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSummary;
import java.util.List;
import java.util.Map;

/** Adds to rooms what their readers see of them in lists. Whoever uses it has checked that they may read the rooms. */
public final class DescribeRooms {
    /** In the order of the rooms. */
    public record Result(List<DescribedRoom> rooms) {}

    private final Messages messages;

    public DescribeRooms(Messages messages) {
        this.messages = messages;
    }

    public Result describe(Actor.SignedIn reader, List<RoomSummary> rooms) {
        Map<RoomId, List<Message>> last = messages.following(
                rooms.stream()
                        .filter(room -> room.reached().lastSeq() > 0)
                        .collect(toMap(
                                room -> room.room().id(), room -> room.reached().lastSeq() - 1)),
                1);
        return new Result(rooms.stream()
                .map(room -> new DescribedRoom(
                        reader.id(),
                        room,
                        last.getOrDefault(room.room().id(), List.of()).stream()
                                .findFirst()
                                .orElse(null)))
                .toList());
    }
}
