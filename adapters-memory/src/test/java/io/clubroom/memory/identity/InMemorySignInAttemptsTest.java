package io.clubroom.memory.identity;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.testkit.identity.SignInAttemptsContract;

class InMemorySignInAttemptsTest implements SignInAttemptsContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();

    private final InMemorySignInAttempts attempts = new InMemorySignInAttempts(transactions);

    @Override
    public SignInAttempts attempts() {
        return attempts;
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }
}
