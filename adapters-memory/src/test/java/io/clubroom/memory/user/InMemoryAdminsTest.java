package io.clubroom.memory.user;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.testkit.user.AdminsContract;

class InMemoryAdminsTest implements AdminsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryAdmins admins = new InMemoryAdmins(users);

    @Override
    public Admins admins() {
        return admins;
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
