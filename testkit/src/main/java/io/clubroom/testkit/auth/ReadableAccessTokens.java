package io.clubroom.testkit.auth;

import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.user.User;
import java.time.Duration;
import java.time.Instant;

/** Issues unsigned access tokens in plain text. */
public final class ReadableAccessTokens implements AccessTokens {
    public static final Duration LIFETIME = Duration.ofHours(1);

    @Override
    public AccessToken issue(User user, Session session, boolean enrollmentOnly, Instant now) {
        return new AccessToken(
                user.id() + " version " + user.tokenVersion() + " session " + session.id() + " at " + now
                        + (enrollmentOnly ? " for enrollment" : ""),
                LIFETIME);
    }
}
