package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;

/**
 * The database that Flyway migrates when the data source is created, before anything else can use it.
 *
 * @param timeout how long to keep trying while the server is unreachable
 * @param progress receives a line for every wait
 */
public record MigrationTarget(DatabaseUrl url, Duration timeout, Consumer<String> progress) {
    /** The SQL state of {@code RAISE EXCEPTION}. */
    private static final String RAISED = "P0001";

    /** The database in a sentence for the operator. */
    String description() {
        return "The database \"" + url.database() + "\" at " + url.address() + " (DATABASE_URL)";
    }

    DatabaseFailure failed(Throwable cause) {
        if (isRaised(cause)) {
            return new DatabaseFailure(description() + " " + reason(cause) + ".", cause);
        }
        return new DatabaseFailure(
                description() + " could not be brought to the schema of this release (" + reason(cause) + ").", cause);
    }

    /** Explains a failed start to the operator if a migration caused it. */
    public Optional<DatabaseFailure> explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseFailure known) {
                return Optional.of(known);
            }
            if (cause instanceof FlywayException) {
                return Optional.of(failed(cause));
            }
        }
        return Optional.empty();
    }

    /** Whether a migration has rejected the data, with a message that is the predicate of a sentence about the database. */
    private static boolean isRaised(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && RAISED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** The first meaningful line of the innermost cause; Flyway names the invalid migration in the second line. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        if (innermost instanceof UnknownHostException) {
            return "unknown host";
        }
        String message = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
        return message.lines()
                .filter(line -> !line.startsWith("Validate failed: "))
                .findFirst()
                .orElse("")
                .replaceFirst("^(ERROR|FATAL): ", "")
                .replaceFirst("\\.$", "");
    }
}
