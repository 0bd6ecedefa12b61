package io.clubroom.domain.operation;

import io.clubroom.domain.validation.InvalidValue;

/** Names a logger, and with it all below it: {@code root}, {@code clubroom}, {@code clubroom.chat}, a package or a class of a library. */
public record LoggerName(String value) implements Comparable<LoggerName> {
    private static final int MAX_LENGTH = 200;

    /** A name of 1 to 200 letters, digits, {@code _}, {@code $} and {@code -} in parts that dots separate. */
    public static LoggerName of(String value) {
        if (value.length() > MAX_LENGTH || !value.matches("[A-Za-z0-9_$-]+(\\.[A-Za-z0-9_$-]+)*")) {
            throw new InvalidValue(
                    "logger",
                    "must be 1 to " + MAX_LENGTH + " letters, digits, underscores, dollar signs and hyphens, in parts"
                            + " that dots separate");
        }
        return new LoggerName(value);
    }

    @Override
    public int compareTo(LoggerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
