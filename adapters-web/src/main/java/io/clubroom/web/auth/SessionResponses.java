package io.clubroom.web.auth;

import io.clubroom.application.auth.OpenedSession;
import io.clubroom.web.user.UserBody;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;

/** Creates the response to a successful sign-in of any kind. */
@Singleton
public final class SessionResponses {
    /** @param message a human-readable message */
    public MutableHttpResponse<?> opened(OpenedSession session, String message) {
        return HttpResponse.ok(body(session, message)).contentType(MediaType.APPLICATION_JSON_TYPE);
    }

    /** @param message a human-readable message */
    public static SessionBody body(OpenedSession session, String message) {
        return new SessionBody(
                UserBody.of(session.user()),
                session.accessToken().value(),
                message,
                session.refreshToken(),
                session.accessToken().expiresIn().toSeconds(),
                "Bearer",
                session.enrollmentRequired() ? true : null);
    }
}
