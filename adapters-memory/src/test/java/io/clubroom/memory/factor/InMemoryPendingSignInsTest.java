package io.clubroom.memory.factor;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.factor.PendingSignInsContract;

class InMemoryPendingSignInsTest implements PendingSignInsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryPendingSignIns store = new InMemoryPendingSignIns(transactions, users);

    @Override
    public PendingSignIns signIns() {
        return store;
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
