package io.clubroom.memory.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.mail.AccountLinksContract;
import java.time.Clock;

class InMemoryAccountLinksTest implements AccountLinksContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryAccountLinks links = new InMemoryAccountLinks(transactions, users, Clock.systemUTC());

    @Override
    public AccountLinks links() {
        return links;
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
