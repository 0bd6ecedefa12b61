package io.clubroom.domain.password;

/**
 * How passwords are changed.
 *
 * @param requiresCurrent whether users must give their current password to set a new one
 */
public record PasswordPolicy(boolean requiresCurrent) {}
