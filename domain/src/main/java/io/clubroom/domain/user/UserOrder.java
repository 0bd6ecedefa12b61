package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * By what a list of users is ordered: text without regard to case by code point, equals by the bytes of the id. The
 * descending order is the ascending one from its end.
 */
public record UserOrder(Key key, boolean descending) {
    public static final UserOrder NEWEST_FIRST = new UserOrder(Key.CREATED_AT, true);

    /** What users can be ordered by. */
    public enum Key {
        CREATED_AT,
        USERNAME,
        EMAIL,
        FULL_NAME;

        /** What this user is ordered by; a time as in ISO 8601. */
        public String of(User user) {
            return switch (this) {
                case CREATED_AT -> user.createdAt().toString();
                case USERNAME -> user.username().value();
                case EMAIL -> user.email().value();
                case FULL_NAME -> user.fullName().value();
            };
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a key, with a {@code -} before it for the descending order. */
    public static UserOrder of(String text) {
        boolean descending = text.startsWith("-");
        String key = descending ? text.substring(1) : text;
        return Arrays.stream(Key.values())
                .filter(candidate -> candidate.text().equals(key))
                .findFirst()
                .map(found -> new UserOrder(found, descending))
                .orElseThrow(() -> new InvalidValue(
                        "sort",
                        "must be one of "
                                + Arrays.stream(Key.values()).map(Key::text).collect(Collectors.joining(", "))
                                + ", with '-' before it for the descending order"));
    }

    /** The order as clients spell it. */
    public String text() {
        return (descending ? "-" : "") + key.text();
    }

    /** The place behind this user. */
    public UserDirectory.Position positionOf(User user) {
        return new UserDirectory.Position(key.of(user), user.id());
    }
}
