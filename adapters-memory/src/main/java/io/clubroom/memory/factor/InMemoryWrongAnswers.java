package io.clubroom.memory.factor;

import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The wrong answers of {@link InMemoryUsers}. */
public final class InMemoryWrongAnswers implements WrongAnswers {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final List<Answer> answers = new ArrayList<>();

    private record Answer(UserId user, Purpose purpose, Instant at) {}

    public InMemoryWrongAnswers(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        users.onRemoval(user -> remove(
                answers.stream().filter(answer -> answer.user.equals(user)).toList()));
    }

    @Override
    public void add(UserId user, Purpose purpose, Instant at) {
        transactions.run(() -> {
            if (users.find(user).isPresent()) {
                Answer answer = new Answer(user, purpose, at);
                answers.add(answer);
                transactions.onRollback(() -> answers.remove(answer));
            }
        });
    }

    @Override
    public List<Instant> latest(UserId user, Purpose purpose, int limit) {
        return transactions.call(() -> answers.stream()
                .filter(answer -> answer.user.equals(user) && answer.purpose == purpose)
                .map(Answer::at)
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .toList());
    }

    @Override
    public void removeBefore(Instant before) {
        transactions.run(() -> remove(
                answers.stream().filter(answer -> answer.at.isBefore(before)).toList()));
    }

    private void remove(List<Answer> removed) {
        removed.forEach(answers::remove);
        transactions.onRollback(() -> answers.addAll(removed));
    }
}
