package io.clubroom.domain.mail;

import io.clubroom.domain.user.Email;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a mail in the outbox, without its text.
 *
 * @param attempts the number of attempts to send it
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
