package io.clubroom.persistence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Distinguishes failures of the database or the connection to it from statements that are wrong. */
final class Outages {
    private Outages() {}

    /** Whether the failure or one of its causes is an outage. */
    static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return isOutage(sql);
            }
        }
        return false;
    }

    private static boolean isOutage(SQLException failure) {
        for (Throwable part : failure) {
            if (part instanceof SQLException sql && isOutage(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** @param state an SQLSTATE (PostgreSQL manual, appendix A) */
    private static boolean isOutage(@Nullable String state) {
        // The server and the driver always set a state. An exception without one is the pool's: it has no connection.
        return state == null
                // Connection exceptions; the server is stopping, starting, or closes an idle connection.
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals("53300") // too many connections
                || state.equals("57014") // statement timeout
                || state.equals("55P03") // lock timeout
                // Conflicts between transactions: the statement is valid, was rolled back, and may succeed later.
                || state.equals("40P01") // deadlock
                || state.equals("40001") // serialization failure
                || state.equals("25P03") // idle in transaction for too long
                || state.equals("25P04"); // transaction timeout
    }
}
