package io.clubroom.persistence;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes failures of the database or the connection to it from statements that are wrong, by SQLSTATE (PostgreSQL manual, appendix
 * A).
 */
final class Outages implements SQLExceptionOverride {
    /** The SQLSTATE of standbys and read-only databases. */
    static final String READ_ONLY = "25006";

    /**
     * What an outage affects.
     *
     * @param cause the failure that indicates the outage
     */
    record Outage(Scope scope, SQLException cause) {
        String message() {
            return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        }
    }

    enum Scope {
        /** Only the statement or its transaction, which may succeed later. */
        STATEMENT,
        /** The connection. */
        CONNECTION,
        /** All changes. */
        CHANGES
    }

    /** Whether the failure or one of its causes is an outage. */
    static boolean isOutage(Throwable failure) {
        return of(failure).isPresent();
    }

    /** The outage among the failure and its causes. */
    static Optional<Outage> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
        }
        return Optional.empty();
    }

    private static Optional<Outage> of(SQLException failure) {
        for (Throwable part : failure) {
            Scope scope = part instanceof SQLException sql ? scope(sql.getSQLState()) : null;
            if (scope != null) {
                return Optional.of(new Outage(scope, (SQLException) part));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Scope scope(@Nullable String state) {
        // The server and the driver always set a state. An exception without one is the pool's: it has no connection.
        if (state == null) {
            return Scope.CONNECTION;
        }
        return switch (state) {
            case READ_ONLY -> Scope.CHANGES;
            case "53300" -> Scope.CONNECTION; // too many connections
            // statement timeout, lock timeout; conflicts between transactions: deadlock, serialization failure
            case "57014", "55P03", "40P01", "40001" -> Scope.STATEMENT;
            case "25P03", "25P04" -> Scope.STATEMENT; // idle in transaction, or in a transaction, for too long
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "08" -> Scope.CONNECTION;
                    // The server is stopping, starting, or closes an idle connection.
                    case "57" -> state.startsWith("57P") ? Scope.CONNECTION : null;
                    // Insufficient resources, such as a full disk; errors of the system, such as a defective disk.
                    case "53", "58" -> Scope.CHANGES;
                    default -> null;
                };
        };
    }

    /** Has the pool close a connection that reports an outage, because a new one may reach another server. */
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        Scope scope = scope(failure.getSQLState());
        return scope == null || scope == Scope.STATEMENT ? Override.CONTINUE_EVICT : Override.MUST_EVICT;
    }
}
