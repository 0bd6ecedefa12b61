package io.clubroom.persistence;

/** An invalid {@code DATABASE_URL}. The message is one sentence, and quotes nothing of the URL because it may contain a password. */
public final class InvalidDatabaseUrl extends IllegalArgumentException {
    InvalidDatabaseUrl(String reason) {
        super("DATABASE_URL " + reason + ".");
    }
}
