package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.chat.ChangesContract;
import io.clubroom.testkit.chat.MessagesContract;

final class InMemoryMessagesTest implements MessagesContract, ChangesContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryContents contents = new InMemoryContents(transactions);
    private final InMemoryFiles files =
            new InMemoryFiles(transactions, users, contents, new InMemoryUploads(transactions, users, contents));
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users, files);

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
    public Files files() {
        return files;
    }

    @Override
    public Contents contents() {
        return contents;
    }
}
