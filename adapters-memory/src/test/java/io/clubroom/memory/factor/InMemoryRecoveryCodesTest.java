package io.clubroom.memory.factor;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.factor.RecoveryCodesContract;

class InMemoryRecoveryCodesTest implements RecoveryCodesContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRecoveryCodes store = new InMemoryRecoveryCodes(transactions, users);

    @Override
    public RecoveryCodes codes() {
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
