package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** The membership of a user in a room. */
@Introspected
record MembershipRow(UUID userId, String roomId) {}
