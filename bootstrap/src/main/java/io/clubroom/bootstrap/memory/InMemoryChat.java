package io.clubroom.bootstrap.memory;

import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryAbsences;
import io.clubroom.memory.chat.InMemoryErasures;
import io.clubroom.memory.chat.InMemoryMessageSearch;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryNotices;
import io.clubroom.memory.chat.InMemoryPeopleDirectory;
import io.clubroom.memory.chat.InMemoryReports;
import io.clubroom.memory.chat.InMemoryRoomMembers;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemorySanctions;
import io.clubroom.memory.chat.InMemoryUserBlocks;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
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
        InMemoryRooms rooms = new InMemoryRooms(transactions, clock);
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

    /**
     * Depends on {@link RoomReads}, which sets the read marker of new members, and on {@link Erasures}, which must erase a deleted user
     * before the memberships are removed.
     */
    @Singleton
    InMemoryRoomMembers roomMembers(InMemoryRooms rooms, RoomReads reads, Erasures erasures, InMemoryUsers users) {
        return new InMemoryRoomMembers(rooms, users);
    }

    @Singleton
    InMemoryUserBlocks userBlocks(InMemoryRooms rooms, InMemoryUsers users) {
        return new InMemoryUserBlocks(rooms, users);
    }

    @Singleton
    InMemoryVisibleRooms visibleRooms(InMemoryRooms rooms, InMemoryUsers users) {
        return new InMemoryVisibleRooms(rooms, users);
    }

    @Singleton
    InMemoryAbsences absences(InMemoryRooms rooms, InMemoryUsers users) {
        return new InMemoryAbsences(rooms, users);
    }

    @Singleton
    InMemoryNotices notices(
            InMemoryRooms rooms, InMemoryVisibleRooms visibleRooms, RoomReads reads, InMemoryUsers users) {
        return new InMemoryNotices(rooms, visibleRooms, reads, users);
    }

    @Singleton
    InMemoryPeopleDirectory peopleDirectory(InMemoryRooms rooms, InMemoryUsers users) {
        return new InMemoryPeopleDirectory(rooms, users);
    }

    /** Depends on members, blocks and sanctions, which must exist before the first message because they determine who may write. */
    @Singleton
    InMemoryMessages messages(
            InMemoryRooms rooms,
            InMemoryRoomMembers members,
            InMemoryUserBlocks blocks,
            Sanctions sanctions,
            InMemoryUsers users,
            InMemoryFiles files) {
        return new InMemoryMessages(rooms, users, files);
    }

    @Singleton
    Sanctions sanctions(InMemoryRooms rooms, InMemoryUsers users) {
        return new InMemorySanctions(rooms, users);
    }

    @Singleton
    Reports reports(InMemoryRooms rooms, InMemoryUsers users, InMemoryMessages messages) {
        return new InMemoryReports(rooms, users, messages);
    }

    @Singleton
    MessageSearch messageSearch(InMemoryVisibleRooms rooms, InMemoryMessages messages) {
        return new InMemoryMessageSearch(rooms, messages);
    }
}
