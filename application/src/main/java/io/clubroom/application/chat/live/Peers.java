package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handles signals of other nodes. */
final class Peers {
    /** The maximum number of users of a room whose read markers are kept for entering clients. */
    static final int MAX_READ_MARKERS = 1_000;

    private final LiveRooms rooms;
    private final long confirmationNanos;

    /** Incremented when signals may have been lost. */
    private long round;

    /** When users that no node has announced in this round count as gone; null if nothing is to be confirmed. */
    private @Nullable Long confirmationEnd;

    Peers(LiveRooms rooms, Limits limits) {
        this.rooms = rooms;
        this.confirmationNanos = limits.confirmation().toNanos();
    }

    boolean needsTick() {
        return confirmationEnd != null;
    }

    void heard(NodeId node, RoomSignal signal) {
        LiveRoom room = rooms.find(signal.room());
        switch (signal) {
            case RoomSignal.Reached(RoomId _, long change) -> {
                if (room != null && room.isOccupied()) {
                    rooms.catchUp().announced(room, change);
                }
            }
            case RoomSignal.Present(RoomId id, Participant user) -> {
                LiveRoom entered = rooms.findOrAdd(id);
                if (entered.presence().presentOn(node, user, round)) {
                    rooms.announce(entered, List.of(new RoomEvent.Joined(user)));
                }
            }
            case RoomSignal.Absent(RoomId _, Participant user) -> {
                if (room != null && room.presence().absentOn(node, user.id())) {
                    depart(room, List.of(user));
                }
            }
            case RoomSignal.Typing(RoomId _, Participant user) -> {
                if (room != null) {
                    rooms.announce(room, List.of(new RoomEvent.Typing(user)));
                }
            }
            case RoomSignal.Read read -> {
                if (room != null && room.isOccupied()) {
                    sendReadMarker(room, read);
                }
            }
        }
    }

    private void sendReadMarker(LiveRoom room, RoomSignal.Read read) {
        if (!room.sentReadMarkers.add(read.user(), read.seq())) {
            return;
        }
        if (room.subscriptions > 0) {
            rooms.emit(new Effect.TellRead(read, null));
        }
        if (room.entering > 0
                && (room.readWhileEntering.size() < MAX_READ_MARKERS
                        || room.readWhileEntering.containsKey(read.user()))) {
            room.readWhileEntering.put(read.user(), read);
        }
    }

    void vanished(NodeId node) {
        List.copyOf(rooms.all()).forEach(room -> depart(room, room.presence().forget(node)));
        // It may have stored changes and read markers that it could not announce any more.
        rooms.catchUp().suspectAll();
        rooms.admissions().reviewAll();
    }

    /** Handles a node that has joined. If it comes back, it may have stored read markers that it could not announce. */
    void appeared() {
        announceUsersHere();
        rooms.admissions().reviewAll();
    }

    void resumed() {
        round++;
        confirmationEnd = rooms.now() + confirmationNanos;
        announceUsersHere();
        rooms.catchUp().suspectAll();
        rooms.admissions().reviewAll();
    }

    private void announceUsersHere() {
        for (LiveRoom room : rooms.all()) {
            for (Participant user : room.presence().usersHere()) {
                rooms.emit(new Effect.Signal(new RoomSignal.Present(room.id(), user)));
            }
        }
    }

    void forgetUnconfirmed() {
        if (confirmationEnd != null && rooms.now() - confirmationEnd > 0) {
            confirmationEnd = null;
            List.copyOf(rooms.all())
                    .forEach(room -> depart(room, room.presence().forgetBefore(round)));
        }
    }

    private void depart(LiveRoom room, List<Participant> users) {
        rooms.announce(room, users.stream().<RoomEvent>map(RoomEvent.Left::new).toList());
        rooms.closeIfUnoccupied(room);
    }
}
