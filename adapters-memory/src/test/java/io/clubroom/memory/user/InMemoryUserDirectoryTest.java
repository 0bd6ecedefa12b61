package io.clubroom.memory.user;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.testkit.user.UserDirectoryContract;

class InMemoryUserDirectoryTest implements UserDirectoryContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryUserDirectory directory = new InMemoryUserDirectory(users);

    @Override
    public UserDirectory directory() {
        return directory;
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
