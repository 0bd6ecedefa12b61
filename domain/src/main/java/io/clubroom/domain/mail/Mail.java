package io.clubroom.domain.mail;

import io.clubroom.domain.user.Email;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the outbox tells about a mail; without its text.
 *
 * @param attempts how often it was tried
 * @param lastError why the last attempt failed, null if none did
 * @param sentAt null until it is sent
 */
public record Mail(
        MailId id,
        MailKind kind,
        Email to,
        String subject,
        MailStatus status,
        int attempts,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant sentAt) {}
