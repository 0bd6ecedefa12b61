package io.clubroom.persistence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Tells a database that cannot be reached, or not do now what it was asked, from one that refuses it. */
final class Outages {
    private Outages() {}

    /** Whether somewhere in its causes the failure is an outage. */
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

    /** @param state as in the appendix "PostgreSQL Error Codes" of its manual */
    private static boolean isOutage(@Nullable String state) {
        // The server and the driver always give a state. The pool does not: it has no connection, or the one it gave
        // broke.
        return state == null
                // Connection exceptions; the server is going down, coming up, or ends an idle connection.
                || state.startsWith("08")
                || state.startsWith("57P")
                || state.equals("53300") // too many connections
                || state.equals("57014") // statement timeout
                || state.equals("55P03") // lock timeout
                // The same, found out sooner: nothing is wrong with what was asked, and nothing of it was done.
                || state.equals("40P01") // deadlock
                || state.equals("40001") // serialization failure
                || state.equals("25P03") // idle in transaction for too long
                || state.equals("25P04"); // transaction timeout
    }
}
