package io.clubroom.domain.user;

/** Tells which unique names belong to another user already; at least one is true. */
public record TakenNames(boolean username, boolean email) {}
