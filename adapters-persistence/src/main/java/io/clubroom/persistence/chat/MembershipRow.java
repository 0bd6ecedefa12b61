package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;

/** That a user is a member of a room. */
@Introspected
record MembershipRow(UUID userId, String roomId) {}
