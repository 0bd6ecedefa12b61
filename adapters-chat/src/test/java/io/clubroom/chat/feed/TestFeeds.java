package io.clubroom.chat.feed;

import io.clubroom.application.chat.DescribeRooms;
import io.clubroom.application.chat.GetRoom;
import io.clubroom.application.chat.ReadActivity;
import io.clubroom.application.chat.ReadMemberships;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomMembers;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.chat.InMemoryVisibleRooms;
import io.clubroom.memory.user.InMemoryUsers;

/** Dispatchers for tests that are not about rooms of users. */
public final class TestFeeds {
    private TestFeeds() {}

    /** One that has not been started. */
    public static FeedDispatcher idle() {
        InMemoryTransactions transactions = new InMemoryTransactions();
        InMemoryUsers users = new InMemoryUsers(transactions);
        InMemoryRooms rooms = new InMemoryRooms(transactions);
        InMemoryRoomReads reads = new InMemoryRoomReads(rooms, users);
        return new FeedDispatcher(
                new ReadMemberships(new InMemoryRoomMembers(rooms, users)),
                new ReadActivity(reads),
                new GetRoom(
                        new InMemoryVisibleRooms(rooms, users),
                        new DescribeRooms(new InMemoryMessages(rooms, users), rooms, reads)),
                _ -> "{}");
    }
}
