package io.clubroom.persistence.factor;

import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Wrong answers in PostgreSQL. */
@Singleton
final class JdbcWrongAnswers implements WrongAnswers {
    private final WrongAnswerRows rows;

    JdbcWrongAnswers(WrongAnswerRows rows) {
        this.rows = rows;
    }

    private static String column(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void add(UserId user, Purpose purpose, Instant at) {
        rows.insert(user.value(), column(purpose), at);
    }

    @Override
    public List<Instant> latest(UserId user, Purpose purpose, int limit) {
        return rows.latest(user.value(), column(purpose), limit);
    }

    @Override
    public void removeBefore(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeBefore(before, limit));
    }
}
