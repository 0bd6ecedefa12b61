package io.clubroom.web.chat;

import io.clubroom.domain.chat.moderation.Report;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/** The response to a report of a message. */
@Schema(name = "ReportReceipt", examples = """
    {
      "id": "7d0e9a52-4d6c-4d0e-9a56-2f6f1f1f0a52",
      "room_id": "general",
      "message_id": "0199f0a4-3c1e-7c5f-8d3f-5f2b6b1a9c10",
      "reason": "Insults",
      "created_at": "2026-11-22T18:55:02.110245Z"
    }\
    """)
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
public record ReportReceipt(UUID id, String roomId, UUID messageId, String reason, Instant createdAt) {
    static ReportReceipt of(Report report) {
        return new ReportReceipt(
                report.id().value(),
                report.room().value(),
                report.message().id().value(),
                report.reason().value(),
                report.createdAt());
    }
}
