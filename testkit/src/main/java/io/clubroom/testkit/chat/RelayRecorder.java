package io.clubroom.testkit.chat;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what a node is told over its relay, each kind of news in its order. */
public class RelayRecorder implements RoomRelay.Listener {
    /** A user who has become a member of a room. */
    public record Addition(RoomId room, UserId user) {}

    /** A user who may no longer be in a room. */
    public record Removal(RoomId room, UserId user, Departure reason) {}

    public record PublicAddition(RoomId room) {}

    /** @param banned those who were no members */
    public record PublicRemoval(RoomId room, Set<UserId> banned) {}

    public final List<RoomSignal> heard = new CopyOnWriteArrayList<>();
    public final List<RoomId> deleted = new CopyOnWriteArrayList<>();
    public final List<Addition> added = new CopyOnWriteArrayList<>();
    public final List<Removal> removed = new CopyOnWriteArrayList<>();
    /** A {@link PublicAddition} or {@link PublicRemoval} for each. */
    public final List<Record> publicRooms = new CopyOnWriteArrayList<>();

    public final List<UserId> changedAuthors = new CopyOnWriteArrayList<>();
    public final List<NodeId> appeared = new CopyOnWriteArrayList<>();
    /** The nodes that have appeared and not vanished since. */
    public final List<NodeId> present = new CopyOnWriteArrayList<>();

    private volatile int resumptions;

    /** Listens to the relay from now on. */
    public static RelayRecorder on(RoomRelay relay) {
        RelayRecorder recorder = new RelayRecorder();
        relay.listen(recorder);
        return recorder;
    }

    public int resumptions() {
        return resumptions;
    }

    @Override
    public void heard(NodeId node, RoomSignal signal) {
        heard.add(signal);
    }

    @Override
    public void roomDeleted(RoomId room) {
        deleted.add(room);
    }

    @Override
    public void memberRemoved(RoomId room, UserId user, Departure reason) {
        removed.add(new Removal(room, user, reason));
    }

    @Override
    public void memberAdded(RoomId room, UserId user) {
        added.add(new Addition(room, user));
    }

    @Override
    public void publicRoomAdded(RoomId room) {
        publicRooms.add(new PublicAddition(room));
    }

    @Override
    public void publicRoomRemoved(RoomId room, Set<UserId> banned) {
        publicRooms.add(new PublicRemoval(room, banned));
    }

    @Override
    public void authorChanged(UserId user) {
        changedAuthors.add(user);
    }

    @Override
    public void appeared(NodeId node) {
        appeared.add(node);
        present.add(node);
    }

    @Override
    public void vanished(NodeId node) {
        present.remove(node);
    }

    @Override
    public void resumed() {
        resumptions++;
    }
}
