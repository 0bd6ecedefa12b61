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

/** A statement that selects users, with its parameters: each question has its own, so that PostgreSQL plans for just that one. */
record UserSelection(String sql, List<Object> parameters) {
    /** Counts the users that the filter lets through. */
    static UserSelection count(UserFilter filter) {
        Builder builder = new Builder();
        builder.filter(filter);
        return builder.build("SELECT count(*) FROM users", "");
    }

    /** A page, found by the index of its order; how far back it is makes no difference. */
    static UserSelection page(UserFilter filter, UserOrder order, @Nullable Position after, int limit) {
        Builder builder = new Builder();
        builder.filter(filter);
        if (after != null) {
            builder.behind(order, after);
        }
        String direction = order.descending() ? " DESC" : "";
        return builder.build(
                "SELECT " + UserRow.COLUMNS + " FROM users",
                " ORDER BY " + expression(order.key()) + direction + ", id" + direction + " LIMIT " + limit);
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }

    private static String expression(UserOrder.Key key) {
        return switch (key) {
            case CREATED_AT -> "created_at";
            case USERNAME -> folded("username");
            case EMAIL -> folded("email");
            case FULL_NAME -> folded("full_name");
        };
    }

    /** As the indexes have it: without regard to case, by code point. */
    private static String folded(String text) {
        return "lower(" + text + ") COLLATE \"C\"";
    }

    private static final class Builder {
        private final List<String> conditions = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        void filter(UserFilter filter) {
            if (filter.role() != null) {
                where("role = ?", filter.role().text());
            }
            if (filter.active() != null) {
                where("active = ?", filter.active());
            }
            if (filter.text() != null) {
                String pattern = "%" + filter.text().replaceAll("[\\\\%_]", "\\\\$0") + "%";
                where(
                        "(lower(username) LIKE lower(?) OR lower(email) LIKE lower(?) OR lower(full_name) LIKE"
                                + " lower(?))",
                        pattern,
                        pattern,
                        pattern);
            }
        }

        void behind(UserOrder order, Position position) {
            where(
                    "(" + expression(order.key()) + ", id) " + (order.descending() ? "<" : ">") + " ("
                            + (order.key() == UserOrder.Key.CREATED_AT ? "?" : folded("?")) + ", ?)",
                    order.key() == UserOrder.Key.CREATED_AT ? time(position.value()) : text(position.value()),
                    position.id().value());
        }

        UserSelection build(String head, String tail) {
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            return new UserSelection(head + where + tail, parameters);
        }

        private void where(String condition, Object... values) {
            conditions.add(condition);
            parameters.addAll(List.of(values));
        }

        private static String text(String value) {
            if (value.indexOf('\0') >= 0) {
                throw nowhere();
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
                // Said below, as for a time that no user has.
            }
            throw nowhere();
        }

        private static InvalidValue nowhere() {
            return new InvalidValue("cursor", "is not a place in this list");
        }
    }
}
