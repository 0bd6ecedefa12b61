package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The absence of a user who has no connection. */
@Introspected
record AbsenceRow(UUID userId, long absence, @Nullable Instant seenAt) {
    Absences.Absence toAbsence() {
        return new Absences.Absence(new UserId(userId), absence, seenAt);
    }
}
