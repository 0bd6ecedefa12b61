package io.clubroom.persistence.user;

import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.validation.InvalidValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that selects or counts users, composed for a filter, an order and a position, with its parameters.
 *
 * @param replan whether to plan each execution, because the best plan depends on how common the search text is
 */
record UserSelection(String sql, List<Object> parameters, boolean replan) {
    /** The maximum length in characters of the keys in the index for short texts. */
    private static final int MAX_KEY_LENGTH = 2;

    /** Counts matching users: with a search text by finding them, otherwise from {@code user_counts}. */
    static UserSelection count(UserFilter filter) {
        Builder builder = new Builder();
        String text = filter.text();
        if (text != null && isShort(text)) {
            return builder.countWith(text, filter);
        }
        builder.filter(filter);
        return builder.build(
                text == null
                        ? "SELECT coalesce(sum(change), 0)::bigint FROM user_counts"
                        : "SELECT count(*) FROM users",
                "");
    }

    /** Selects a page with keyset pagination, so that all pages cost the same. */
    static UserSelection page(UserFilter filter, UserOrder order, @Nullable Position after, int limit) {
        Builder builder = new Builder();
        builder.filter(filter);
        if (after != null) {
            builder.after(order, after);
        }
        String direction = order.descending() ? " DESC" : "";
        return builder.build(
                UserRows.SELECT,
                " ORDER BY " + expression(order.key()) + direction + ", id" + direction + " LIMIT " + limit);
    }

    /** Whether the index for short texts can find the text. It does not contain line breaks. */
    private static boolean isShort(String text) {
        if (text.isEmpty() || text.indexOf('\n') >= 0) {
            return false;
        }
        return text.codePointCount(0, text.length()) <= MAX_KEY_LENGTH;
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    private static String expression(UserOrder.Key key) {
        return switch (key) {
            case CREATED_AT -> "created_at";
            case USERNAME -> "folded_username || ''";
            case EMAIL -> "folded_email || ''";
            case FULL_NAME -> "folded_full_name";
        };
    }

    private static final class Builder {
        private final List<String> conditions = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();
        private boolean byText;

        /** The conditions on role and activity apply to both {@code users} and {@code user_counts}. */
        void filter(UserFilter filter) {
            if (filter.role() != null) {
                where("role = ?", filter.role().text());
            }
            if (filter.active() != null) {
                where("active = ?", filter.active());
            }
            String text = filter.text();
            byText = text != null;
            if (text != null && isShort(text)) {
                // The keys may match although the text does not. Comparing the texts is also faster if most users
                // match.
                where(
                        "user_search_keys(folded_username, folded_email, folded_full_name)"
                                + " @> user_search_keys(fold_case(?))"
                                + " AND (strpos(folded_username, fold_case(?)) > 0"
                                + " OR strpos(folded_email, fold_case(?)) > 0"
                                + " OR strpos(folded_full_name, fold_case(?)) > 0)",
                        text,
                        text,
                        text,
                        text);
            } else if (text != null) {
                String pattern = "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
                where(
                        "(folded_username LIKE fold_case(?) OR folded_email LIKE fold_case(?)"
                                + " OR folded_full_name LIKE fold_case(?))",
                        pattern,
                        pattern,
                        pattern);
            }
        }

        UserSelection countWith(String text, UserFilter filter) {
            parameters.add(text);
            String role = filter.role() == null ? "NULL" : "'" + filter.role().text() + "'";
            return build("SELECT count_users_with(?, " + role + ", " + filter.active() + ")", "");
        }

        void after(UserOrder order, Position position) {
            where(
                    "(" + expression(order.key()) + ", id) " + (order.descending() ? "<" : ">") + " ("
                            + (order.key() == UserOrder.Key.CREATED_AT ? "?" : "fold_case(?)") + ", ?)",
                    order.key() == UserOrder.Key.CREATED_AT ? time(position.value()) : text(position.value()),
                    position.id().value());
        }

        UserSelection build(String head, String tail) {
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            return new UserSelection(head + where + tail, parameters, byText);
        }

        private void where(String condition, Object... values) {
            conditions.add(condition);
            parameters.addAll(List.of(values));
        }

        private static String text(String value) {
            if (value.indexOf('\0') >= 0) {
                throw invalidCursor();
            }
            return value;
        }

        private static OffsetDateTime time(String value) {
            try {
                OffsetDateTime time = Instant.parse(value).atOffset(ZoneOffset.UTC);
                if (time.getYear() >= 1 && time.getYear() <= 9999) {
                    return time;
                }
            } catch (DateTimeException noTime) {
                // Handled below like a time out of range.
            }
            throw invalidCursor();
        }

        private static InvalidValue invalidCursor() {
            return new InvalidValue("cursor", "is not a position in this list");
        }
    }
}
