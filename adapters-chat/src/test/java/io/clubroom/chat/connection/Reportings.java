package io.clubroom.chat.connection;

import io.clubroom.application.chat.moderation.ReportMessage;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryReports;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemorySanctions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.InstantSource;
import java.util.UUID;

/** Reports of messages in memory. */
final class Reportings {
    private Reportings() {}

    static Reporting over(
            InMemoryTransactions transactions, InMemoryRooms rooms, InMemoryUsers users, InMemoryMessages messages) {
        return new Reporting(new ReportMessage(
                transactions,
                rooms,
                new InMemorySanctions(rooms, users),
                messages,
                new InMemoryReports(rooms, users, messages),
                InstantSource.system(),
                UUID::randomUUID));
    }
}
