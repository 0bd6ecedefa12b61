package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;

/** The number of changes of a room, up to some point, that are not new messages. */
@Introspected
record NonMessageCountRow(String roomId, long others) {}
