package io.clubroom.memory.passkey;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.passkey.PasskeyChallengesContract;

class InMemoryPasskeyChallengesTest implements PasskeyChallengesContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryPasskeyChallenges challenges = new InMemoryPasskeyChallenges(transactions, users);

    @Override
    public PasskeyChallenges challenges() {
        return challenges;
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
