package io.clubroom.domain.password;

/**
 * The rules for changing passwords.
 *
 * @param requiresCurrent whether users must give their current password to set a new one
 */
public record PasswordPolicy(boolean requiresCurrent) {}
