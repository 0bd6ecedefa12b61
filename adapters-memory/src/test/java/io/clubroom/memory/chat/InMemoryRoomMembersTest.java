package io.clubroom.memory.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.DirectRooms;
import io.clubroom.domain.chat.PeopleDirectory;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.PeopleDirectoryContract;
import io.clubroom.testkit.chat.RoomMembersContract;

class InMemoryRoomMembersTest implements RoomMembersContract, PeopleDirectoryContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRoomMembers members = new InMemoryRoomMembers(rooms, users);
    private final InMemoryUserBlocks blocks = new InMemoryUserBlocks(rooms, users);
    private final InMemoryVisibleRooms visibleRooms = new InMemoryVisibleRooms(rooms, users);
    private final InMemoryPeopleDirectory directory = new InMemoryPeopleDirectory(rooms, users);

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

    @Override
    public VisibleRooms visibleRooms() {
        return visibleRooms;
    }

    @Override
    public RoomStandings standings() {
        return rooms;
    }

    @Override
    public PeopleDirectory directory() {
        return directory;
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
    public Transactions transactions() {
        return transactions;
    }
}
