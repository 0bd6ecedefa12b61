package io.clubroom.web.chat;

import io.clubroom.web.http.JsonFields;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.exceptions.HttpStatusException;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON request bodies of operations on a room. Their routes accept any media type; other types than JSON are rejected here, after
 * checking that the room exists for the caller, so that the response for an invisible room does not depend on the body.
 */
final class JsonBody {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private JsonBody() {}

    static JsonFields parse(HttpRequest<?> request, byte @Nullable [] body) {
        if (request.getContentType()
                .filter(type -> !isAccepted(type, request.getMethod()))
                .isPresent()) {
            throw new HttpStatusException(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON");
        }
        return JsonFields.parse(body);
    }

    private static boolean isAccepted(MediaType type, HttpMethod method) {
        return type.getName().equals(MediaType.APPLICATION_JSON)
                || (method == HttpMethod.PATCH && type.getName().equals(MERGE_PATCH));
    }
}
