package io.clubroom.application.factor;

import io.clubroom.application.passkey.PasskeyAnswer;
import io.clubroom.domain.factor.TypedCode;

/** The answer to a request for a second factor. */
public sealed interface FactorAnswer {
    /** A time-based code or a recovery code. */
    record Code(TypedCode typed) implements FactorAnswer {}

    record Passkey(PasskeyAnswer answer) implements FactorAnswer {}
}
