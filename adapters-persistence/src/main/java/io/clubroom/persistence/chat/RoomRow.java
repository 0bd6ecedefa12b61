package io.clubroom.persistence.chat;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** The entity that Micronaut Data requires for the repositories of this package, which use only explicit statements. */
@MappedEntity("chat_rooms")
record RoomRow(@Id String id) {}
