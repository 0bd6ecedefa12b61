package io.clubroom.memory.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.chat.moderation.Sanction;
import io.clubroom.domain.chat.search.MessageSearch;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.MessageSearchContract;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

final class InMemoryMessageSearchTest implements MessageSearchContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users);
    private final MessageSearch search = new InMemoryMessageSearch(new InMemoryVisibleRooms(rooms, users), messages);

    @Override
    public MessageSearch search() {
        return search;
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
    public void join(RoomId room, UserId user) {
        requireNonNull(rooms.contents(room)).members().put(user, new Membership(RoomRole.MEMBER, Instant.EPOCH));
    }

    @Override
    public void ban(RoomId room, UserId user, @Nullable Instant until) {
        requireNonNull(rooms.contents(room))
                .bans()
                .put(user, new Sanction(room, user, Sanction.Kind.BAN, until, new Reason("why"), user, Instant.EPOCH));
    }
}
