package io.clubroom.bootstrap.settings;

import io.clubroom.domain.password.PasswordPolicy;

/**
 * How passwords are hashed and changed.
 *
 * @param hashCost bcrypt's cost: the base-2 logarithm of the number of rounds
 */
public record PasswordSettings(int hashCost, PasswordPolicy policy) {}
