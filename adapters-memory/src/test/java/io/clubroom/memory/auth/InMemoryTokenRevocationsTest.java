package io.clubroom.memory.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.testkit.auth.TokenRevocationsContract;

class InMemoryTokenRevocationsTest implements TokenRevocationsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryTokenRevocations revocations = new InMemoryTokenRevocations(transactions);

    @Override
    public TokenRevocations revocations() {
        return revocations;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }
}
