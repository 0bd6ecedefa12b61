package io.clubroom.application.chat;

import static java.util.stream.Collectors.toMap;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Mute;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomSummary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds the details that a reader sees of rooms in lists. The caller must have checked that the reader may read the rooms. */
public final class DescribeRooms {
    /** In the order of the rooms. */
    public record Result(List<DescribedRoom> rooms) {}

    private final Messages messages;
    private final RoomStandings standings;
    private final RoomReads reads;

    public DescribeRooms(Messages messages, RoomStandings standings, RoomReads reads) {
        this.messages = messages;
        this.standings = standings;
        this.reads = reads;
    }

    public Result describe(Actor.SignedIn reader, List<RoomSummary> rooms) {
        Map<RoomId, List<Message>> last = messages.following(
                rooms.stream()
                        .filter(room -> room.reached().lastSeq() > 0)
                        .collect(toMap(
                                room -> room.room().id(), room -> room.reached().lastSeq() - 1)),
                1);
        Map<RoomStandings.Key, RoomStanding> standing =
                standings.of(rooms.stream().map(room -> key(reader, room)).toList());
        Map<RoomId, RoomReads.Counts> counts = reads.counts(
                reader.id(), rooms.stream().map(room -> room.room().id()).toList());
        return new Result(rooms.stream()
                .map(room -> new DescribedRoom(
                        reader.id(),
                        room,
                        last.getOrDefault(room.room().id(), List.of()).stream()
                                .findFirst()
                                .orElse(null),
                        counts.getOrDefault(room.room().id(), RoomReads.Counts.NOTHING),
                        mute(standing.get(key(reader, room)))))
                .toList());
    }

    private static RoomStandings.Key key(Actor.SignedIn reader, RoomSummary room) {
        return new RoomStandings.Key(reader, room.room().id());
    }

    private static @Nullable Mute mute(@Nullable RoomStanding standing) {
        return standing == null ? null : standing.mute();
    }
}
