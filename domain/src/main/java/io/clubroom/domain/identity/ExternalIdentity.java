package io.clubroom.domain.identity;

import io.clubroom.domain.user.Email;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of who signed in there.
 *
 * @param vouchedEmail an address of which the provider says that it is theirs; null if it says so of none
 * @param displayName what they are called there, whatever it looks like; null if they have no name
 */
public record ExternalIdentity(
        Subject subject,
        @Nullable Email vouchedEmail,
        @Nullable String displayName) {}
