package io.clubroom.domain.factor;

import io.clubroom.domain.user.UserId;
import java.util.Set;

/** Reads which second factors accounts have. */
public interface SecondFactors {
    /** Returns the second factors of the account, strongest first; empty if it has neither a passkey nor an authenticator app. */
    Set<SecondFactor> of(UserId user);
}
