package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A sort order of users. Text is compared by code point, ignoring case; users with equal keys are ordered by the bytes of their
 * ids. The descending order is the exact reverse.
 */
public record UserOrder(Key key, boolean descending) {
    public static final UserOrder NEWEST_FIRST = new UserOrder(Key.CREATED_AT, true);

    /** Sort keys. */
    public enum Key {
        CREATED_AT,
        USERNAME,
        EMAIL,
        FULL_NAME;

        /** The key of this user; times in ISO 8601. */
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

    /** Parses a key with an optional {@code -} prefix for descending order. */
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
                                + ", optionally prefixed with '-' for descending order"));
    }

    /** The order as in the query parameter {@code sort}. */
    public String text() {
        return (descending ? "-" : "") + key.text();
    }

    /** The position after this user. */
    public UserDirectory.Position positionOf(User user) {
        return new UserDirectory.Position(key.of(user), user.id());
    }
}
