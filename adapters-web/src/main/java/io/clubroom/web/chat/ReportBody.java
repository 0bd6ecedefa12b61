package io.clubroom.web.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.chat.moderation.Report;
import io.clubroom.domain.chat.moderation.ReportResolution;
import io.clubroom.domain.user.UserId;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report of a message.
 *
 * @param message The message as it was when it was reported. Its files may have been removed since.
 * @param reason The reason for the report.
 * @param reportedBy The id of the user who reported it.
 * @param note The note of the user who resolved the report; null if there is none.
 * @param resolvedBy The id of the user who resolved the report; null while it is open, and if that user was deleted.
 */
@Schema(name = "Report")
@Serdeable.Serializable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReportBody(
        UUID id,
        String roomId,
        MessageBody message,
        String reason,
        UUID reportedBy,
        Instant createdAt,

        @Schema(ref = "ReportStatus") String status,

        @Schema(ref = "ReportAction") @Nullable String action,

        @Nullable String note,
        @Nullable UUID resolvedBy) {
    static ReportBody of(Report report, UserId reader) {
        ReportResolution resolution = report.resolution();
        return new ReportBody(
                report.id().value(),
                report.room().value(),
                MessageBody.of(report.message(), reader),
                report.reason().value(),
                report.reportedBy().value(),
                report.createdAt(),
                report.status().text(),
                resolution == null ? null : resolution.action().text(),
                resolution == null || resolution.note() == null
                        ? null
                        : resolution.note().value(),
                resolution == null || resolution.by() == null
                        ? null
                        : resolution.by().value());
    }
}
