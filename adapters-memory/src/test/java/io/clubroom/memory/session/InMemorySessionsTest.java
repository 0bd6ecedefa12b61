package io.clubroom.memory.session;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.session.SessionsContract;

class InMemorySessionsTest implements SessionsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemorySessions sessions = new InMemorySessions(transactions, users);

    @Override
    public Sessions sessions() {
        return sessions;
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
