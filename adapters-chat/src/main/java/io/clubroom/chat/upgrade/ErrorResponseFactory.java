package io.clubroom.chat.upgrade;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;

/** Creates error responses in the common format of the server. */
@FunctionalInterface
public interface ErrorResponseFactory {
    /** @param code the stable error code for clients, in snake_case */
    MutableHttpResponse<?> create(HttpRequest<?> request, int status, String code, String message);
}
