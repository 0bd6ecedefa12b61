package io.clubroom.application.chat;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A relay that notes who has become a member of a room, who is no longer in one, and which rooms are deleted. */
public final class RecordedMemberships implements RoomRelay {
    public record Left(RoomId room, UserId user, Departure reason) {}

    public record Added(RoomId room, UserId user) {}

    public final List<Added> added = new ArrayList<>();
    public final List<RoomId> opened = new ArrayList<>();
    /** With those who were banned. */
    public final Map<RoomId, List<UserId>> ended = new HashMap<>();

    public final List<Left> left = new ArrayList<>();
    public final List<RoomId> deleted = new ArrayList<>();

    @Override
    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        left.add(new Left(room, user, reason));
    }

    @Override
    public void membersAdded(RoomId room, Collection<UserId> users) {
        users.forEach(user -> added.add(new Added(room, user)));
    }

    @Override
    public void publicRoomAdded(RoomId room) {
        opened.add(room);
    }

    @Override
    public void publicRoomRemoved(RoomId room, Collection<UserId> banned) {
        ended.put(room, List.copyOf(banned));
    }

    @Override
    public void roomDeleted(RoomId room) {
        deleted.add(room);
    }

    @Override
    public void send(RoomSignal signal) {}

    @Override
    public void stored(RoomId room, long seq) {}

    @Override
    public void read(RoomSignal.Read read) {}

    @Override
    public void authorChanged(UserId user) {}

    @Override
    public void reconnect() {}

    @Override
    public void listen(Listener listener) {}
}
