package io.clubroom.bootstrap.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a {@code .env} file: one {@code NAME=value} per line, optionally after {@code export}. A {@code #} starts a comment only at the
 * beginning of a line or after white space, because passwords and URLs contain it. Variables are not substituted; quotes around a value are
 * removed.
 */
final class DotEnv {
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([\\w.-]+)\\s*=(.*)", Pattern.DOTALL);
    private static final Pattern NOTHING = Pattern.compile("\\s*(?:#.*)?", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("\\s#.*", Pattern.DOTALL);
    private static final Pattern AFTER_QUOTES = Pattern.compile("(?:\\s+#.*)?", Pattern.DOTALL);

    private DotEnv() {}

    /**
     * Reads a file. The last value of a repeated name wins.
     *
     * @throws InvalidSetting if the file cannot be read or parsed; the message does not quote it
     */
    static Map<String, String> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new InvalidSetting(
                    "The file .env cannot be read: it must be text in UTF-8 that the server's user may read.",
                    unreadable);
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = i == 0 ? withoutByteOrderMark(lines.getFirst()) : lines.get(i);
            if (NOTHING.matcher(line).matches()) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            String value = parts.matches() ? value(parts.group(2)) : null;
            if (value == null) {
                throw new InvalidSetting(
                        "The file .env",
                        "cannot be read: each of its lines must be NAME=value, with its quotes closed, or begin with"
                                + " '#', and line "
                                + (i + 1) + " does not");
            }
            values.put(parts.group(1), value);
        }
        return values;
    }

    /** Some editors put the mark at the beginning of a file in UTF-8. */
    private static String withoutByteOrderMark(String firstLine) {
        return firstLine.startsWith("\uFEFF") ? firstLine.substring(1) : firstLine;
    }

    /** Parses the text after the {@code =}; null if its quotes are malformed. */
    private static @Nullable String value(String text) {
        String stripped = text.strip();
        return switch (stripped.isEmpty() ? ' ' : stripped.charAt(0)) {
            case '\'' -> literal(stripped);
            case '"' -> escaped(stripped);
            default -> COMMENT.matcher(text).replaceFirst("").strip();
        };
    }

    private static @Nullable String literal(String text) {
        int end = text.indexOf('\'', 1);
        return end > 0 && endsBehind(text, end) ? text.substring(1, end) : null;
    }

    private static @Nullable String escaped(String text) {
        StringBuilder value = new StringBuilder();
        boolean isEscape = false;
        for (int i = 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (isEscape) {
                if ("n\\\"'$ ".indexOf(character) < 0) {
                    return null;
                }
                value.append(character == 'n' ? '\n' : character);
                isEscape = false;
            } else if (character == '"') {
                return endsBehind(text, i) ? value.toString() : null;
            } else if (character == '\\') {
                isEscape = true;
            } else {
                value.append(character);
            }
        }
        return null;
    }

    private static boolean endsBehind(String text, int quote) {
        return AFTER_QUOTES.matcher(text.substring(quote + 1)).matches();
    }
}
