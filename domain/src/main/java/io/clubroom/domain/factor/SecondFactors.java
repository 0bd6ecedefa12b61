package io.clubroom.domain.factor;

import io.clubroom.domain.user.UserId;
import java.util.Set;

/** Tells which second factors accounts have. */
public interface SecondFactors {
    /** The ways in which the account can answer, the strongest first; empty if it has neither a passkey nor an authenticator app. */
    Set<SecondFactor> of(UserId user);
}
