package io.clubroom.memory.factor;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.factor.TotpSecretsContract;

class InMemoryTotpSecretsTest implements TotpSecretsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryTotpSecrets store = new InMemoryTotpSecrets(transactions, users);

    @Override
    public TotpSecrets secrets() {
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
