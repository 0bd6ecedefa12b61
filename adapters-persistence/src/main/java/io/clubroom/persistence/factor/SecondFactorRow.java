package io.clubroom.persistence.factor;

import io.micronaut.core.annotation.Introspected;

/** Which second factors an account has. */
@Introspected
record SecondFactorRow(boolean passkey, boolean totp, boolean recoveryCode) {}
