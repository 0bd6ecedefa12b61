package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.ErasuresContract;

class InMemoryErasuresTest implements ErasuresContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users);
    private final InMemoryErasures erasures = new InMemoryErasures(rooms, users);

    /** Erasures begin before the memberships go. */
    private final InMemoryRoomMembers members = new InMemoryRoomMembers(rooms, users);

    @Override
    public Erasures erasures() {
        return erasures;
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public Rooms rooms() {
        return rooms;
    }

    @Override
    public RoomMembers members() {
        return members;
    }

    @Override
    public Users users() {
        return users;
    }
}
