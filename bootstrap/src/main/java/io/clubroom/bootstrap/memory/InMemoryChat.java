package io.clubroom.bootstrap.memory;

import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryErasures;
import io.clubroom.memory.chat.InMemoryMessageSearch;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.user.InMemoryUsers;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

@Factory
@Requires(property = "clubroom.adapters", value = "memory")
final class InMemoryChat {
    @Singleton
    InMemoryRooms rooms(InMemoryTransactions transactions, InstantSource clock) {
        InMemoryRooms rooms = new InMemoryRooms(transactions);
        for (String name : List.of("General", "Support")) {
            RoomId id = new RoomId(name.toLowerCase(Locale.ROOT));
            rooms.add(new Room(id, new RoomName(name), clock.instant()));
        }
        return rooms;
    }

    @Singleton
    Erasures erasures(InMemoryRooms rooms, InMemoryUsers users) {
        return new InMemoryErasures(rooms, users);
    }

    @Singleton
    RoomReads roomReads(InMemoryRooms rooms, InMemoryUsers users) {
        return new InMemoryRoomReads(rooms, users);
    }

    @Singleton
    InMemoryMessages messages(InMemoryRooms rooms, InMemoryUsers users, InMemoryFiles files) {
        return new InMemoryMessages(rooms, users, files);
    }

    @Singleton
    MessageSearch messageSearch(InMemoryRooms rooms, InMemoryMessages messages) {
        return new InMemoryMessageSearch(rooms, messages);
    }
}
