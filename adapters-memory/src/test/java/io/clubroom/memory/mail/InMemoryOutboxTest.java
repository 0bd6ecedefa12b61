package io.clubroom.memory.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.mail.OutboxContract;

class InMemoryOutboxTest implements OutboxContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryOutbox outbox = new InMemoryOutbox(transactions, users);

    @Override
    public Outbox outbox() {
        return outbox;
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
