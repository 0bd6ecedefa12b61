package io.clubroom.application.auth;

import io.clubroom.domain.factor.SecondFactor;
import java.util.Set;

/**
 * A sign-in that waits for the second factor.
 *
 * @param token what continues it, for {@link io.clubroom.domain.factor.PendingSignIn#LIFETIME}
 * @param methods what the account has, the strongest first
 */
public record SecondFactorQuestion(String token, Set<SecondFactor> methods) {
    @Override
    public String toString() {
        return "SecondFactorQuestion[methods=" + methods + "]";
    }
}
