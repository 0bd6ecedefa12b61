package io.clubroom.memory.user;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.testkit.user.UsersContract;
import java.time.Clock;
import java.time.InstantSource;

class InMemoryUsersTest implements UsersContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryAccountLinks links = new InMemoryAccountLinks(transactions, users, clock());

    @Override
    public Users users() {
        return users;
    }

    @Override
    public AccountLinks links() {
        return links;
    }

    @Override
    public InstantSource clock() {
        return Clock.systemUTC();
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }
}
