package io.clubroom.web.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.ErrorResponses;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;

/** Requires that the caller is signed in. */
final class SignedIn {
    private SignedIn() {}

    /** Answers a request. */
    interface Answer<E extends Exception> {
        HttpResponse<?> of(Actor.SignedIn actor) throws E;
    }

    /** Returns the answer for a signed-in caller, and an error for anyone else. */
    static <E extends Exception> HttpResponse<?> with(
            Actor actor, ErrorResponses errors, HttpRequest<?> request, Answer<E> answer) throws E {
        return switch (actor) {
            case Actor.SignedIn signedIn -> answer.of(signedIn);
            case Actor.Anonymous _ -> errors.of(request, ErrorCode.AUTHENTICATION_REQUIRED);
        };
    }
}
