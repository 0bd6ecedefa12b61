package io.clubroom.web.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.mail.Mail;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail of the outbox, without its text.
 *
 * @param attempts The number of attempts to send it.
 * @param lastError The reason why the last attempt failed.
 * @param sentAt When the mail server accepted it.
 */
@Schema(name = "Mail", examples = MailBody.EXAMPLE)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record MailBody(
        UUID id,
        String to,
        @Schema(ref = "MailKind") String kind,
        String subject,
        @Schema(ref = "MailStatus") String status,
        int attempts,

        @Nullable String lastError,

        Instant createdAt,

        @Nullable Instant sentAt) {
    static final String EXAMPLE = """
        {
          "id": "5d3a7a0e-7b0a-4c70-9e0b-9f0b1d6f0c11",
          "to": "john.smith@example.com",
          "kind": "verification",
          "subject": "Verify your e-mail address",
          "status": "sent",
          "attempts": 2,
          "last_error": "451 4.7.1 Try again later",
          "created_at": "2026-11-22T18:54:36.964499Z",
          "sent_at": "2026-11-22T18:54:47.120845Z"
        }\
        """;

    static MailBody of(Mail mail) {
        return new MailBody(
                mail.id().value(),
                mail.to().value(),
                mail.kind().text(),
                mail.subject(),
                mail.status().text(),
                mail.attempts(),
                mail.lastError(),
                mail.createdAt(),
                mail.sentAt());
    }
}
