package io.clubroom.persistence.factor;

import io.micronaut.core.annotation.Introspected;

/** The second factors of an account. */
@Introspected
record SecondFactorRow(boolean passkey, boolean totp, boolean recoveryCode) {}
