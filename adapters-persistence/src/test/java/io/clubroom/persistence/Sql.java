package io.clubroom.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs statements, each on a new connection. */
public final class Sql {
    private Sql() {}

    public static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }

    public static void execute(DatabaseUrl url, String... statements) throws SQLException {
        try (Connection connection = connect(url);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first column of the result. */
    public static List<String> column(DatabaseUrl url, String query) throws SQLException {
        try (Connection connection = connect(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** The only value of the result. */
    public static String value(DatabaseUrl url, String query) throws SQLException {
        List<String> values = column(url, query);
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " rows instead of one");
        }
        return values.getFirst();
    }
}
