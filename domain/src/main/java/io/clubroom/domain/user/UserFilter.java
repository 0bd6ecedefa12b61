package io.clubroom.domain.user;

import org.jspecify.annotations.Nullable;

/**
 * Selects users. A component that is null matches every user.
 *
 * @param text matches a part of the username, the e-mail address or the full name, ignoring case
 */
public record UserFilter(
        @Nullable Role role,
        @Nullable Boolean active,
        @Nullable String text) {
    public static final UserFilter ALL = new UserFilter(null, null, null);
}
