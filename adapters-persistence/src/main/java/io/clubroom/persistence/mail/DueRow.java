package io.clubroom.persistence.mail;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail that is due.
 *
 * @param content the content; null for a mail of an announcement
 * @param announcement the content of the announcement; null if there is none any more
 */
@Introspected
record DueRow(
        UUID id,
        String kind,
        String recipient,
        String subject,
        int attempts,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @jakarta.annotation.Nullable byte @Nullable [] content,
        @Nullable UUID announcementId,
        @jakarta.annotation.Nullable byte @Nullable [] announcement,
        @Nullable UUID userId) {}
