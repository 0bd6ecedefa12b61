package io.clubroom.domain.identity;

import io.clubroom.domain.user.Email;
import org.jspecify.annotations.Nullable;

/**
 * A user as the provider describes them.
 *
 * @param vouchedEmail an address that the provider has verified; null if there is none
 * @param displayName their name there, unchecked; null if they have none
 */
public record ExternalIdentity(
        Subject subject,
        @Nullable Email vouchedEmail,
        @Nullable String displayName) {}
