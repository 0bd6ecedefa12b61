package io.clubroom.chat.connection;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.chat.dispatch.ReadingQueue;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.user.InMemoryUsers;

/** Creates {@link ReadingQueue} for tests that do not use it. */
final class ReadingQueues {
    private ReadingQueues() {}

    static ReadingQueue over(InMemoryRooms rooms, InMemoryUsers users) {
        return new ReadingQueue(new MarkReadings(
                rooms,
                new InMemoryRoomReads(rooms, users),
                new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), new InMemoryTransactions())));
    }
}
