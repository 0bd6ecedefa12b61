package io.clubroom.persistence.user;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Runs the statements on the table {@code users} that are put together when they are asked. */
@Singleton
@OnTable("users")
class SelectedUsers {
    private static final String BY_IDS = "SELECT " + UserRow.COLUMNS + " FROM users WHERE id = ANY (?)";

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

    /** In no order; whoever is not there is left out. */
    List<UserRow> byIds(Collection<UUID> ids) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BY_IDS)) {
                statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
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
