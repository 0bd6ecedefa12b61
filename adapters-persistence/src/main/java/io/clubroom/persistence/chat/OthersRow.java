package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;

/** How many changes of a room are no messages, up to some point. */
@Introspected
record OthersRow(String roomId, long others) {}
