package io.clubroom.memory.factor;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.factor.WrongAnswersContract;

class InMemoryWrongAnswersTest implements WrongAnswersContract {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryWrongAnswers store = new InMemoryWrongAnswers(transactions, users);

    @Override
    public WrongAnswers answers() {
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
