package io.clubroom.persistence.mail;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code mails}, without the content of the mail. */
@MappedEntity("mails")
record MailRow(
        @Id UUID id,
        String kind,
        String recipient,
        String subject,
        String status,
        int attempts,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant sentAt) {}
