package io.clubroom.application.auth;

import io.clubroom.domain.factor.SecondFactor;
import java.util.Set;

/**
 * A request for the second factor of a pending sign-in.
 *
 * @param token continues the sign-in; valid for {@link io.clubroom.domain.factor.PendingSignIn#LIFETIME}
 * @param methods the second factors of the account, strongest first
 */
public record SecondFactorQuestion(String token, Set<SecondFactor> methods) {
    @Override
    public String toString() {
        return "SecondFactorQuestion[methods=" + methods + "]";
    }
}
