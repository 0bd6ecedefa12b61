package io.clubroom.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Runs statements, each with the settings of a new connection. */
public final class Sql {
    /** Connections to the databases used last, because PostgreSQL starts a process for each new one. */
    private static final Deque<Idle> IDLE = new ArrayDeque<>();

    private static final int MAX_IDLE = 12;

    private Sql() {}

    private record Idle(DatabaseUrl url, Connection connection) {}

    private interface Work<R> {
        R with(Statement statement) throws SQLException;
    }

    /** A new connection, which the caller closes. */
    public static Connection connect(DatabaseUrl url) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    }

    public static void execute(DatabaseUrl url, String... statements) throws SQLException {
        run(url, statement -> {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return true;
        });
        if (Stream.of(statements).anyMatch(sql -> sql.contains("ALTER DATABASE"))) {
            closeIdle();
        }
    }

    /** They would keep the settings with which they began. */
    private static void closeIdle() throws SQLException {
        List<Idle> old;
        synchronized (IDLE) {
            old = List.copyOf(IDLE);
            IDLE.clear();
        }
        for (Idle idle : old) {
            idle.connection.close();
        }
    }

    /** The first column of the result. */
    public static List<String> column(DatabaseUrl url, String query) throws SQLException {
        return run(url, statement -> {
            try (var rows = statement.executeQuery(query)) {
                List<String> values = new ArrayList<>();
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
                return values;
            }
        });
    }

    /** The only value of the result. */
    public static String value(DatabaseUrl url, String query) throws SQLException {
        List<String> values = column(url, query);
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " rows instead of one");
        }
        return values.getFirst();
    }

    /** A connection on which a statement has failed is not used again. */
    private static <R> R run(DatabaseUrl url, Work<R> work) throws SQLException {
        Connection connection = take(url);
        boolean usable = false;
        try (var statement = connection.createStatement()) {
            R result = work.with(statement);
            statement.execute("DISCARD ALL");
            usable = true;
            return result;
        } finally {
            if (usable) {
                keep(url, connection);
            } else {
                connection.close();
            }
        }
    }

    private static Connection take(DatabaseUrl url) throws SQLException {
        Connection idle = idle(url);
        while (idle != null) {
            if (answers(idle)) {
                return idle;
            }
            idle.close();
            idle = idle(url);
        }
        return connect(url);
    }

    private static boolean answers(Connection idle) {
        try (var statement = idle.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException ended) {
            return false;
        }
    }

    private static Connection idle(DatabaseUrl url) {
        synchronized (IDLE) {
            for (Iterator<Idle> each = IDLE.iterator(); each.hasNext(); ) {
                Idle idle = each.next();
                if (idle.url.equals(url)) {
                    each.remove();
                    return idle.connection;
                }
            }
            return null;
        }
    }

    private static void keep(DatabaseUrl url, Connection connection) throws SQLException {
        Idle eldest;
        synchronized (IDLE) {
            IDLE.addFirst(new Idle(url, connection));
            eldest = IDLE.size() > MAX_IDLE ? IDLE.removeLast() : null;
        }
        if (eldest != null) {
            eldest.connection.close();
        }
    }
}
