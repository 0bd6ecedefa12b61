package io.clubroom.testkit.chat;

import io.clubroom.domain.chat.Rooms;
import io.clubroom.testkit.InMemoryTransactions;

final class InMemoryRoomsTest implements RoomsContract {
    private final InMemoryRooms rooms = new InMemoryRooms(new InMemoryTransactions());

    @Override
    public Rooms rooms() {
        return rooms;
    }
}
