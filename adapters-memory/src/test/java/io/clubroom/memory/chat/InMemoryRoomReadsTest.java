package io.clubroom.memory.chat;

import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.RoomReadsContract;

class InMemoryRoomReadsTest implements RoomReadsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users);
    private final InMemoryRoomReads reads = new InMemoryRoomReads(rooms, users);
    private final InMemoryRoomMembers members = new InMemoryRoomMembers(rooms, users);
    private final InMemoryUserBlocks blocks = new InMemoryUserBlocks(rooms, users);

    @Override
    public RoomReads reads() {
        return reads;
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
    public Users users() {
        return users;
    }

    @Override
    public RoomMembers members() {
        return members;
    }

    @Override
    public DirectRooms directRooms() {
        return rooms;
    }

    @Override
    public UserBlocks blocks() {
        return blocks;
    }
}
