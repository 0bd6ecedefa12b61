package io.clubroom.persistence.user;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;

/** Runs the statements on the table {@code users} that are put together when they are asked. */
@Singleton
@OnTable("users")
class SelectedUsers {
    private final JdbcOperations database;

    SelectedUsers(JdbcOperations database) {
        this.database = database;
    }

    List<UserRow> list(UserSelection selection) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(selection.sql())) {
                selection.bind(statement);
                try (ResultSet found = statement.executeQuery()) {
                    return database.entityStream(found, UserRow.class).toList();
                }
            }
        });
    }

    long count(UserSelection selection) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(selection.sql())) {
                selection.bind(statement);
                try (ResultSet found = statement.executeQuery()) {
                    found.next();
                    return found.getLong(1);
                }
            }
        });
    }
}
