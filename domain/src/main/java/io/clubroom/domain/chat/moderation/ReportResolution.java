package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a report.
 *
 * @param by who made the decision; null if the user was deleted
 * @param at in microseconds, the precision of the store
 */
public record ReportResolution(
        ReportAction action,
        @Nullable Reason note,
        @Nullable UserId by,
        Instant at) {}
