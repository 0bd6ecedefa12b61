package io.clubroom.memory.identity;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.identity.UserIdentitiesContract;

class InMemoryUserIdentitiesTest implements UserIdentitiesContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryUserIdentities identities = new InMemoryUserIdentities(transactions, users);

    @Override
    public UserIdentities identities() {
        return identities;
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
