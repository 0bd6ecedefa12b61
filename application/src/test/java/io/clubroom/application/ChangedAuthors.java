package io.clubroom.application;

import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The changed authors that this node and another one are told, in tests. */
public final class ChangedAuthors {
    public final List<UserId> here;
    public final List<UserId> otherNode;

    public ChangedAuthors(Club club) {
        here = listen(club.relay);
        otherNode = listen(new InMemoryRoomRelay(club.network, club.transactions));
    }

    private static List<UserId> listen(RoomRelay relay) {
        List<UserId> changed = new ArrayList<>();
        relay.listen(new RoomRelay.Listener() {
            @Override
            public void heard(NodeId node, RoomSignal signal) {}

            @Override
            public void roomDeleted(RoomId room) {}

            @Override
            public void memberRemoved(RoomId room, UserId user, Departure reason) {}

            @Override
            public void memberAdded(RoomId room, UserId user) {}

            @Override
            public void publicRoomAdded(RoomId room) {}

            @Override
            public void publicRoomRemoved(RoomId room, Set<UserId> banned) {}

            @Override
            public void authorChanged(UserId user) {
                changed.add(user);
            }

            @Override
            public void appeared(NodeId node) {}

            @Override
            public void vanished(NodeId node) {}

            @Override
            public void resumed() {}
        });
        return changed;
    }
}
