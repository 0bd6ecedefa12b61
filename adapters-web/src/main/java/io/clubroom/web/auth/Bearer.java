package io.clubroom.web.auth;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.micronaut.security.authentication.Authentication;
import java.time.Instant;
import java.util.Map;

/** The user whom a good access token names. */
public record Bearer(UserId user, Role role, int tokenVersion, Instant expiresAt) implements Authentication {
    /** This user as one who asks. */
    public Actor actor() {
        return new Actor.SignedIn(user, role);
    }

    @Override
    public String getName() {
        return user.toString();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }
}
