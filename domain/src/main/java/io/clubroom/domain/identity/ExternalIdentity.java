package io.clubroom.domain.identity;

import io.clubroom.domain.user.Email;
import org.jspecify.annotations.Nullable;

/**
 * A user as described by the provider.
 *
 * @param vouchedEmail an address that the provider has verified; null if there is none
 * @param displayName the user's name there, unchecked; null if there is none
 */
public record ExternalIdentity(
        Subject subject,
        @Nullable Email vouchedEmail,
        @Nullable String displayName) {}
