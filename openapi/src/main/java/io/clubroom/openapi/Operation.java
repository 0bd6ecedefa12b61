package io.clubroom.openapi;

import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.Fails;
import io.micronaut.http.annotation.Body;
import io.micronaut.inject.ast.MethodElement;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What follows for an operation from the declaration of its method.
 *
 * @param errors all codes that it can return, including {@link ErrorCode#RATE_LIMITED}
 */
record Operation(String id, Access access, Set<ErrorCode> errors) {
    enum Access {
        /** The operation ignores tokens. */
        ANONYMOUS,
        /** A token is optional; it may allow more. */
        EITHER,
        /** A token is required. */
        AUTHENTICATED
    }

    private static final String SECURED = "io.micronaut.security.annotation.Secured";
    private static final String ACTOR = "io.clubroom.domain.auth.Actor";
    private static final String DURING_ENROLLMENT = "io.clubroom.web.http.DuringEnrollment";
    private static final String PRODUCES_JSON = "io.clubroom.web.http.ProducesJson";

    /** Any request can get these statuses. */
    private static final Set<Integer> ANY_REQUEST = Set.of(413, 414, 429, 431, 500, 503);

    /** What has such a status and only some requests can get. */
    private static final Set<ErrorCode> SOME_REQUESTS =
            EnumSet.of(ErrorCode.QUOTA_EXCEEDED, ErrorCode.STORE_UNAVAILABLE);

    private static final Set<ErrorCode> WITH_BODY =
            EnumSet.of(ErrorCode.MALFORMED_JSON, ErrorCode.INVALID_INPUT, ErrorCode.UNSUPPORTED_MEDIA_TYPE);

    private static final Set<ErrorCode> WITH_TOKEN =
            EnumSet.of(ErrorCode.AUTHENTICATION_REQUIRED, ErrorCode.INVALID_TOKEN);

    static Operation of(MethodElement method) {
        Access access = access(method);
        // Any request from an origin that is not allowed gets FORBIDDEN.
        Set<ErrorCode> errors = EnumSet.of(ErrorCode.BAD_REQUEST, ErrorCode.FORBIDDEN);
        Stream.of(ErrorCode.values())
                .filter(code -> ANY_REQUEST.contains(code.status()) && !SOME_REQUESTS.contains(code))
                .forEach(errors::add);
        errors.addAll(Arrays.asList(method.enumValues(Fails.class, ErrorCode.class)));
        if (method.getOwningType().hasStereotype(PRODUCES_JSON)) {
            errors.add(ErrorCode.NOT_ACCEPTABLE);
        }
        if (Stream.of(method.getParameters()).anyMatch(parameter -> parameter.hasAnnotation(Body.class))) {
            errors.addAll(WITH_BODY);
        }
        if (access == Access.AUTHENTICATED) {
            errors.addAll(WITH_TOKEN);
        }
        if (access != Access.ANONYMOUS && !method.hasStereotype(DURING_ENROLLMENT)) {
            errors.add(ErrorCode.SECOND_FACTOR_ENROLLMENT_REQUIRED);
        }
        String id = method.stringValue("io.swagger.v3.oas.annotations.Operation", "operationId")
                .orElse(method.getName());
        return new Operation(id, access, errors);
    }

    private static Access access(MethodElement method) {
        String rule = method.stringValue(SECURED)
                .or(() -> method.getOwningType().stringValue(SECURED))
                .orElseThrow(() -> new IllegalStateException(method.getName() + " lacks @Secured"));
        if (rule.equals("isAuthenticated()")) {
            return Access.AUTHENTICATED;
        }
        boolean knowsActor = Stream.of(method.getParameters())
                .anyMatch(parameter -> parameter.getType().getName().equals(ACTOR));
        return knowsActor ? Access.EITHER : Access.ANONYMOUS;
    }

    /** The security requirements; meeting one of them is enough. */
    List<Map<String, List<String>>> security() {
        Map<String, List<String>> bearer = Map.of("bearer", List.of());
        return switch (access) {
            case ANONYMOUS -> List.of();
            case EITHER -> List.of(Map.of(), bearer);
            case AUTHENTICATED -> List.of(bearer);
        };
    }

    /** The errors by their status. */
    Map<Integer, Set<ErrorCode>> errors(boolean isLimited) {
        Map<Integer, Set<ErrorCode>> byStatus = new TreeMap<>();
        errors.stream()
                .filter(code -> isLimited || code != ErrorCode.RATE_LIMITED)
                .forEach(code -> byStatus.computeIfAbsent(code.status(), _ -> EnumSet.noneOf(ErrorCode.class))
                        .add(code));
        return byStatus;
    }
}
