package io.clubroom.persistence;

/** An invalid {@code DATABASE_URL}. The message is one sentence and does not quote the URL, which may contain a password. */
public final class InvalidDatabaseUrl extends IllegalArgumentException {
    InvalidDatabaseUrl(String reason) {
        super("DATABASE_URL " + reason + ".");
    }
}
