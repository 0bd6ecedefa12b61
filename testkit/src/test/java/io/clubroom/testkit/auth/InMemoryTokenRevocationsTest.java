package io.clubroom.testkit.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.testkit.InMemoryTransactions;

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
