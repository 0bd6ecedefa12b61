package io.clubroom.bootstrap.settings;

/**
 * How passwords are hashed and changed.
 *
 * @param hashCost bcrypt's cost: the base-2 logarithm of the number of rounds
 * @param requireCurrent whether users must send their current password to change it
 */
public record PasswordSettings(int hashCost, boolean requireCurrent) {}
