package io.clubroom.domain.user;

/** Which unique names already belong to another user; at least one is true. */
public record TakenNames(boolean username, boolean email) {}
