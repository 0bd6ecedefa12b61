package io.clubroom.domain.user;

import org.jspecify.annotations.Nullable;

/**
 * Which users a list shows; null lets all through.
 *
 * @param text part of the username, the e-mail address or the full name, in any case
 */
public record UserFilter(
        @Nullable Role role,
        @Nullable Boolean active,
        @Nullable String text) {
    public static final UserFilter ALL = new UserFilter(null, null, null);
}
