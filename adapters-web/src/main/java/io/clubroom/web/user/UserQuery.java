package io.clubroom.web.user;

import io.clubroom.application.user.ListUsers;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.PageLinks;
import io.clubroom.web.http.QueryParameters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parses the query of a list of users. */
final class UserQuery {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    /** Long enough for any email address. */
    private static final int MAX_TEXT = Email.MAX_LENGTH;

    private UserQuery() {}

    /** @param role the role in the path, null if the path has none */
    static ListUsers.Query of(QueryParameters parameters, @Nullable Role role) {
        Role wanted = role;
        if (role == null) {
            wanted = parameters.optional("role", Role::of);
        } else {
            parameters.refuse("role", "is already in the path");
        }
        Boolean active = parameters.optional("active", UserQuery::bool);
        String text = parameters.optional("q", UserQuery::text);
        UserOrder order =
                Objects.requireNonNullElse(parameters.optional("sort", UserOrder::of), UserOrder.NEWEST_FIRST);
        int limit = parameters.limit(DEFAULT_LIMIT, MAX_LIMIT);
        Position after = parameters.optional(PageLinks.CURSOR, cursor -> UserCursor.decode(order, cursor));
        parameters.throwIfInvalid();
        return new ListUsers.Query(new UserFilter(wanted, active, text), order, after, limit);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValue("active", "must be true or false");
        };
    }

    private static String text(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw new InvalidValue("q", "must be 1 to " + MAX_TEXT + " characters without NUL");
        }
        return text;
    }
}
