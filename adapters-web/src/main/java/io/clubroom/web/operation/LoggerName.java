package io.clubroom.web.operation;

import io.clubroom.domain.validation.InvalidValue;

/** The name operators use for a logger and everything below it. {@code clubroom} stands for the package {@code io.clubroom}. */
public record LoggerName(String value) implements Comparable<LoggerName> {
    public static final LoggerName ROOT = new LoggerName("root");

    private static final int MAX_LENGTH = 200;
    private static final String SLF4J_ROOT = org.slf4j.Logger.ROOT_LOGGER_NAME;
    private static final String OURS = "clubroom";
    private static final String OUR_PARENT = "io.";

    /**
     * Accepts 1 to 200 letters, digits, {@code _}, {@code $} and {@code -} in dot-separated parts; otherwise throws {@link InvalidValue}.
     */
    public static LoggerName of(String value) {
        if (value.length() > MAX_LENGTH || !value.matches("[A-Za-z0-9_$-]+(\\.[A-Za-z0-9_$-]+)*")) {
            throw new InvalidValue(
                    "logger",
                    "must be 1 to " + MAX_LENGTH + " letters, digits, underscores, dollar signs and hyphens, in parts"
                            + " separated by dots");
        }
        return new LoggerName(value);
    }

    static LoggerName ofSlf4j(String name) {
        if (name.equals(SLF4J_ROOT)) {
            return ROOT;
        }
        String shortened = name.startsWith(OUR_PARENT) ? name.substring(OUR_PARENT.length()) : name;
        return new LoggerName(isOurs(shortened) ? shortened : name);
    }

    /** The name of the same logger in SLF4J. */
    public String slf4jName() {
        if (equals(ROOT)) {
            return SLF4J_ROOT;
        }
        return isOurs(value) ? OUR_PARENT + value : value;
    }

    private static boolean isOurs(String name) {
        return name.equals(OURS) || name.startsWith(OURS + ".");
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
