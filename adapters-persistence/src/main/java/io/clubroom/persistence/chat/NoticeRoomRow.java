package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import org.jspecify.annotations.Nullable;

/** A room of which a user may have to be told, and what the user was told of it. */
@Introspected
record NoticeRoomRow(
        String roomId,
        @Nullable Long queuedAbsence,
        @Nullable Long toldAbsence,
        long toldSeq) {}
