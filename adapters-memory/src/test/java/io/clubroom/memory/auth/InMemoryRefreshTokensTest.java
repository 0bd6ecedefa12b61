package io.clubroom.memory.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.auth.RefreshTokensContract;

class InMemoryRefreshTokensTest implements RefreshTokensContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRefreshTokens refreshTokens = new InMemoryRefreshTokens(transactions, users);

    @Override
    public RefreshTokens refreshTokens() {
        return refreshTokens;
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
