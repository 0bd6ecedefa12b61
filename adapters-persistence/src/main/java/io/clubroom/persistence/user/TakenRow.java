package io.clubroom.persistence.user;

import io.micronaut.core.annotation.Introspected;

/** Which names are taken. */
@Introspected
record TakenRow(boolean username, boolean email) {}
