package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import org.jspecify.annotations.Nullable;

/** A room about which a user may need a notice, with the notices sent so far. */
@Introspected
record NoticeRoomRow(
        String roomId,
        @Nullable Long queuedAbsence,
        @Nullable Long toldAbsence,
        long toldSeq) {}
