package io.clubroom.memory.identity;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.identity.SignInCodesContract;

class InMemorySignInCodesTest implements SignInCodesContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemorySignInCodes codes = new InMemorySignInCodes(transactions, users);

    @Override
    public SignInCodes codes() {
        return codes;
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
