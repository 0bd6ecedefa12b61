package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Rooms;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.testkit.chat.RoomsContract;

final class InMemoryRoomsTest implements RoomsContract {
    private final InMemoryRooms rooms = new InMemoryRooms(new InMemoryTransactions());

    @Override
    public Rooms rooms() {
        return rooms;
    }
}
