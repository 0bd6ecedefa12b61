package io.clubroom.persistence.chat;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** Stands for the table {@code chat_rooms} in the repositories of this package, whose statements are all written out. */
@MappedEntity("chat_rooms")
record RoomRow(@Id String id) {}
