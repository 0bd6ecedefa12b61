package io.clubroom.chat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

/** Makes the answer to an upgrade that is refused, in the shape of all errors. */
@FunctionalInterface
public interface Refusals {
    MutableHttpResponse<?> of(HttpRequest<?> request, int status, String code, String sentence);
}
