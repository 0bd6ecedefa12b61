package io.clubroom.persistence;

/** A {@code DATABASE_URL} that cannot be used; the message is one sentence that quotes nothing of it, for it may hold a password. */
public final class InvalidDatabaseUrl extends IllegalArgumentException {
    InvalidDatabaseUrl(String reason) {
        super("DATABASE_URL " + reason + ".");
    }
}
