package io.clubroom.domain.user;

/** Which of a user's two unique names another user already has; at least one of them. */
public record TakenNames(boolean username, boolean email) {}
