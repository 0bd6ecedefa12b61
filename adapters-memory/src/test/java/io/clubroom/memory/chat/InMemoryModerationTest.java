package io.clubroom.memory.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.chat.moderation.Sanctions;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.ModerationContract;

final class InMemoryModerationTest implements ModerationContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryContents contents = new InMemoryContents(transactions);
    private final InMemoryFiles files =
            new InMemoryFiles(transactions, users, contents, new InMemoryUploads(transactions, users, contents));
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users, files);
    private final InMemoryRoomMembers members = new InMemoryRoomMembers(rooms, users);
    private final InMemorySanctions sanctions = new InMemorySanctions(rooms, users);
    private final InMemoryReports reports = new InMemoryReports(rooms, users, messages);

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public Rooms rooms() {
        return rooms;
    }

    @Override
    public RoomStandings standings() {
        return rooms;
    }

    @Override
    public Messages messages() {
        return messages;
    }

    @Override
    public Sanctions sanctions() {
        return sanctions;
    }

    @Override
    public Reports reports() {
        return reports;
    }

    @Override
    public Files files() {
        return files;
    }

    @Override
    public Contents contents() {
        return contents;
    }

    @Override
    public RoomMembers roomMembers() {
        return members;
    }
}
