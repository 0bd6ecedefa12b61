package io.clubroom.persistence.user;

import static io.clubroom.persistence.user.UserRowMapper.USER_ROWS;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.JdbcTransactions;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** Users in PostgreSQL; its unique indexes keep the names unique. */
@Singleton
public final class JdbcUsers implements Users {
    private static final int MAX_ATTEMPTS = 10;

    /** The number of files deleted per statement, well within the statement timeout. */
    private static final int FILES_PER_STATEMENT = 5_000;

    private final UserRows rows;
    private final OwnedFiles files;
    private final UserBatchLoader loader;
    private final JdbcTransactions transactions;

    JdbcUsers(UserRows rows, OwnedFiles files, UserBatchLoader loader, JdbcTransactions transactions) {
        this.rows = rows;
        this.files = files;
        this.loader = loader;
        this.transactions = transactions;
    }

    @Override
    public void add(User user) {
        UserRow row = USER_ROWS.toRow(user);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (rows.insert(row) == 1) {
                return;
            }
            throwIfTaken(row);
            // The other user has been removed in the meantime.
        }
        throw new IllegalStateException("user " + user.id() + " conflicts with a row that has neither of its names");
    }

    @Override
    public Optional<User> find(UserId id) {
        return rows.findById(id.value()).map(USER_ROWS::toUser);
    }

    @Override
    public CompletionStage<Optional<User>> findAsync(UserId id) {
        return loader.find(id);
    }

    @Override
    public Optional<User> findByEmail(Email email) {
        // PostgreSQL rejects text with U+0000.
        if (email.value().indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return rows.findByEmail(email.value()).map(USER_ROWS::toUser);
    }

    @Override
    public Optional<TakenNames> taken(UserId id, Username username, Email email) {
        return taken(id.value(), username.value(), email.value());
    }

    @Override
    public Optional<User> lock(UserId id) {
        transactions.require();
        return rows.lock(id.value()).map(USER_ROWS::toUser);
    }

    @Override
    public Optional<User> lockExclusively(UserId id) {
        transactions.require();
        return rows.findByIdForUpdate(id.value()).map(USER_ROWS::toUser);
    }

    @Override
    public void update(User user) {
        UserRow row = USER_ROWS.toRow(user);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (update(row) == 1) {
                return;
            }
            throwIfTaken(row);
        }
        throw new IllegalStateException("user " + user.id() + " does not exist");
    }

    private int update(UserRow row) {
        try {
            return rows.update(row);
        } catch (DataAccessException failure) {
            // Another transaction took the name after the statement had looked for it.
            String index = violatedIndex(failure);
            if (index == null) {
                throw failure;
            }
            boolean email = index.contains("email");
            throw new DuplicateUser(new TakenNames(!email, email));
        }
    }

    private void throwIfTaken(UserRow row) {
        taken(row.id(), row.username(), row.email()).ifPresent(taken -> {
            throw new DuplicateUser(taken);
        });
    }

    private Optional<TakenNames> taken(UUID id, String username, String email) {
        TakenRow taken = rows.taken(id, username, email);
        return taken.username() || taken.email()
                ? Optional.of(new TakenNames(taken.username(), taken.email()))
                : Optional.empty();
    }

    private static @Nullable String violatedIndex(DataAccessException failure) {
        return failure.getCause() instanceof PSQLException cause
                        && PSQLState.UNIQUE_VIOLATION.getState().equals(cause.getSQLState())
                        && cause.getServerErrorMessage() != null
                ? cause.getServerErrorMessage().getConstraint()
                : null;
    }

    @Override
    public void remove(UserId id) {
        transactions.call(() -> {
            // The user's messages are erased later. Triggers remove files that are stored in the meantime.
            while (files.remove(id.value(), FILES_PER_STATEMENT) == FILES_PER_STATEMENT) {}
            while (files.removeParts(id.value(), FILES_PER_STATEMENT) == FILES_PER_STATEMENT) {}
            return rows.deleteById(id.value());
        });
    }

    @Override
    public boolean welcome(UserId id) {
        return rows.welcome(id.value()) == 1;
    }

    @Override
    public void renewPasswordHash(UserId id, PasswordHash old, PasswordHash renewed) {
        rows.updateByIdAndPasswordHash(id.value(), old.value(), renewed.value());
    }
}
