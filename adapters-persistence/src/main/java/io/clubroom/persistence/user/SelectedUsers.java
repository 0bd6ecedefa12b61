package io.clubroom.persistence.user;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGStatement;

/** Runs the statements on the table {@code users} that are put together when they are asked. */
@Singleton
@OnTable("users")
class SelectedUsers {
    /**
     * The array comes out of a subquery, so that the plan costs the same however long the array is. Else the database would find that a plan
     * for a short one is cheaper than one for any, and make a new one each time, which takes longer than to read the users.
     */
    static final String BY_IDS =
            "SELECT " + UserRow.COLUMNS + " FROM users WHERE id = ANY ((SELECT ?::uuid[])::uuid[])";

    private final JdbcOperations database;

    SelectedUsers(JdbcOperations database) {
        this.database = database;
    }

    List<UserRow> list(UserSelection selection) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(selection.sql())) {
                prepare(statement, selection);
                return rows(statement);
            }
        });
    }

    /** What is planned anew is not prepared on the server, which would come to take one plan for all. */
    private static void prepare(PreparedStatement statement, UserSelection selection) throws SQLException {
        if (selection.plannedAnew()) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        selection.bind(statement);
    }

    /** In no order; whoever is not there is left out. */
    List<UserRow> byIds(Collection<UUID> ids) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BY_IDS)) {
                statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
                return rows(statement);
            }
        });
    }

    long count(UserSelection selection) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(selection.sql())) {
                prepare(statement, selection);
                try (ResultSet found = statement.executeQuery()) {
                    found.next();
                    return found.getLong(1);
                }
            }
        });
    }

    private static List<UserRow> rows(PreparedStatement statement) throws SQLException {
        List<UserRow> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                rows.add(UserRow.of(found));
            }
        }
        return rows;
    }
}
