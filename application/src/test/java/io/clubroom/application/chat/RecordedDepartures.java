package io.clubroom.application.chat;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;

/** A relay that notes who is no longer in a room, and which rooms are deleted. */
final class RecordedDepartures implements RoomRelay {
    record Left(RoomId room, UserId user, Departure reason) {}

    final List<Left> left = new ArrayList<>();
    final List<RoomId> deleted = new ArrayList<>();

    @Override
    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        left.add(new Left(room, user, reason));
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
