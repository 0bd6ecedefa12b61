package io.clubroom.web.openapi;

import io.clubroom.domain.auth.Actor;
import io.clubroom.web.error.ErrorCode;
import io.clubroom.web.error.Fails;
import io.clubroom.web.http.AnswersJson;
import io.clubroom.web.http.RequestId;
import io.clubroom.web.limit.RequestLimits;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The description of the API in OpenAPI 3.1. What micronaut-openapi read from the code at the build (calls, answers, their
 * fields) is completed with what only the running server knows as a whole: who may call, and every error that can come of it.
 */
@Singleton
final class ApiDescription {
    private static final String GENERATED = "/META-INF/swagger/openapi.json";
    private static final String SHARED = "components.json";
    private static final String BEARER = "bearer";
    /** What {@link AnswersJson} has among its media types for the framework's sake. */
    private static final String ANY_JSON = "application/*";

    private static final String REF = "$ref";

    /** What may happen to a request whatever it asks for. */
    private static final Set<Integer> ANY_CALL = Set.of(413, 414, 429, 431, 500, 503);

    /** As {@link #ANY_CALL}; pages of origins that are not allowed are forbidden everything. */
    private static final Set<ErrorCode> ANY_CALL_TOO = EnumSet.of(ErrorCode.BAD_REQUEST, ErrorCode.FORBIDDEN);

    private static final Set<ErrorCode> WITH_A_BODY =
            EnumSet.of(ErrorCode.MALFORMED_JSON, ErrorCode.INVALID_INPUT, ErrorCode.UNSUPPORTED_MEDIA_TYPE);

    private static final Set<ErrorCode> WITH_A_TOKEN =
            EnumSet.of(ErrorCode.AUTHENTICATION_REQUIRED, ErrorCode.INVALID_TOKEN);

    private static final Map<Integer, String> HEADERS =
            Map.of(401, "WWW-Authenticate", 405, "Allow", 426, "Upgrade", 429, "Retry-After", 503, "Retry-After");

    private static final List<String> LIMIT_HEADERS = List.of("RateLimit", "RateLimit-Policy");

    private final Router router;
    private @Nullable Map<String, @Nullable Object> built;

    ApiDescription(Router router) {
        this.router = router;
    }

    /** The whole, made when it is asked for the first time. */
    synchronized Map<String, @Nullable Object> get() {
        Map<String, @Nullable Object> description = built;
        if (description == null) {
            description = build();
            built = description;
        }
        return description;
    }

    private Map<String, @Nullable Object> build() {
        Map<String, @Nullable Object> description = read(GENERATED);
        Map<String, @Nullable Object> components = object(description, "components");
        merge(components, read(SHARED));
        Map<String, @Nullable Object> paths = object(description, "paths");
        router.uriRoutes()
                .filter(route -> route.getHttpMethod() != HttpMethod.HEAD && !route.isWebSocketRoute())
                .forEach(route -> {
                    Object path = paths.get(route.getUriMatchTemplate().toString());
                    if (path != null) {
                        String method = route.getHttpMethodName().toLowerCase(Locale.ROOT);
                        Map<String, @Nullable Object> operation = object(object(path), method);
                        // The router may list a route more than once.
                        if (!operation.containsKey("security")) {
                            complete(operation, route, components);
                        }
                    }
                });
        removeUnused(description, object(components, "schemas"));
        return description;
    }

    private static void complete(
            Map<String, @Nullable Object> operation,
            UriRouteInfo<?, ?> route,
            Map<String, @Nullable Object> components) {
        // What is made of the parameters of Java methods is no description: those worth it are referred to.
        List<@Nullable Object> parameters = new ArrayList<>();
        if (operation.get("parameters") instanceof List<?> given) {
            given.stream()
                    .filter(ApiDescription::isReference)
                    .map(ApiDescription::reference)
                    .forEach(parameters::add);
        }
        parameters.add(reference("parameters", RequestId.HEADER));
        operation.put("parameters", parameters);
        Object body = operation.remove("requestBody");
        if (isReference(body)) {
            operation.put("requestBody", reference(body));
        }
        Map<String, @Nullable Object> responses = object(operation, "responses");
        // So is what is made of a method's return type, which says of every failure too that it is an HttpResponse.
        responses
                .values()
                .removeIf(response ->
                        object(response).get("content") instanceof Map<?, ?> content && content.containsKey(ANY_JSON));
        boolean isLimited = isLimited(route);
        responses.values().forEach(response -> completeHeaders(object(response), isLimited));
        failures(route).forEach((status, codes) -> fail(responses, status, codes, isLimited, components));
        operation.put("responses", new TreeMap<>(responses));
        operation.put("security", security(route));
    }

    private static void completeHeaders(Map<String, @Nullable Object> response, boolean isLimited) {
        Map<String, @Nullable Object> headers = object(response, "headers");
        headers.replaceAll((_, header) -> reference(header));
        addCommonHeaders(headers, isLimited);
    }

    private static void addCommonHeaders(Map<String, @Nullable Object> headers, boolean isLimited) {
        headers.put(RequestId.HEADER, reference("headers", RequestId.HEADER));
        if (isLimited) {
            LIMIT_HEADERS.forEach(name -> headers.put(name, reference("headers", name)));
        }
    }

    private static boolean isLimited(UriRouteInfo<?, ?> route) {
        return RequestLimits.isLimited(route.getUriMatchTemplate().toString());
    }

    private static Map<Integer, Set<ErrorCode>> failures(UriRouteInfo<?, ?> route) {
        AnnotationMetadata said = route.getTargetMethod().getAnnotationMetadata();
        Set<ErrorCode> codes = EnumSet.copyOf(ANY_CALL_TOO);
        Stream.of(ErrorCode.values())
                .filter(code -> ANY_CALL.contains(code.status()))
                .filter(code -> code != ErrorCode.RATE_LIMITED || isLimited(route))
                .forEach(codes::add);
        codes.addAll(Arrays.asList(said.enumValues(Fails.class, ErrorCode.class)));
        if (said.hasStereotype(AnswersJson.class)) {
            codes.add(ErrorCode.NOT_ACCEPTABLE);
        }
        if (hasArgument(route, argument -> argument.getAnnotationMetadata().hasAnnotation(Body.class))) {
            codes.addAll(WITH_A_BODY);
        }
        if (isForSignedIn(route)) {
            codes.addAll(WITH_A_TOKEN);
        }
        return codes.stream()
                .collect(Collectors.groupingBy(
                        ErrorCode::status,
                        TreeMap::new,
                        Collectors.toCollection(() -> EnumSet.noneOf(ErrorCode.class))));
    }

    private static void fail(
            Map<String, @Nullable Object> responses,
            int status,
            Set<ErrorCode> codes,
            boolean isLimited,
            Map<String, @Nullable Object> components) {
        String name = status
                + codes.stream().map(code -> "-" + code.text()).collect(Collectors.joining())
                + (isLimited ? "" : "-unlimited");
        Map<String, @Nullable Object> shared = object(components, "responses");
        Object failure =
                shared.computeIfAbsent(name, _ -> failure(status, codes, isLimited, object(components, "examples")));
        Object known = responses.get(Integer.toString(status));
        if (known == null) {
            responses.put(Integer.toString(status), reference("responses", name));
        } else {
            // The answer of this status has a shape of its own unless the call itself fails.
            object(object(known), "headers").putAll(object(object(failure), "headers"));
            Map<String, @Nullable Object> content = object(object(known), "content");
            object(object(failure), "content")
                    .forEach((type, media) -> content.merge(type, media, ApiDescription::either));
        }
    }

    private static Object either(@Nullable Object one, @Nullable Object other) {
        return new LinkedHashMap<>(Map.of(
                "schema",
                Map.of(
                        "anyOf",
                        Stream.of(one, other)
                                .map(media -> object(media).get("schema"))
                                .toList())));
    }

    private static Map<String, @Nullable Object> failure(
            int status, Set<ErrorCode> codes, boolean isLimited, Map<String, @Nullable Object> examples) {
        Map<String, @Nullable Object> failure = new LinkedHashMap<>();
        failure.put(
                "description",
                codes.stream()
                        .map(code -> "`" + code.text() + "`: " + code.description())
                        .collect(Collectors.joining("\n\n")));
        Map<String, @Nullable Object> headers = object(failure, "headers");
        addCommonHeaders(headers, isLimited);
        String header = HEADERS.get(status);
        if (header != null) {
            headers.put(header, reference("headers", header));
        }
        Map<String, @Nullable Object> content = object(failure, "content");
        content.put(MediaType.APPLICATION_JSON, media("Error", "", status, codes, examples, ApiDescription::error));
        content.put(
                MediaType.APPLICATION_JSON_PROBLEM,
                media("Problem", "-problem", status, codes, examples, ApiDescription::problem));
        return failure;
    }

    private static Map<String, @Nullable Object> media(
            String schema,
            String suffix,
            int status,
            Set<ErrorCode> codes,
            Map<String, @Nullable Object> examples,
            Function<ErrorCode, Map<String, @Nullable Object>> example) {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        properties.put("status", Map.of("const", status));
        properties.put(
                "code", Map.of("enum", codes.stream().map(ErrorCode::text).toList()));
        Map<String, @Nullable Object> media = new LinkedHashMap<>();
        media.put("schema", Map.of("allOf", List.of(reference("schemas", schema), Map.of("properties", properties))));
        for (ErrorCode code : codes) {
            String name = code.text() + suffix;
            examples.computeIfAbsent(name, _ -> Map.of("summary", code.description(), "value", example.apply(code)));
            object(media, "examples").put(code.text(), reference("examples", name));
        }
        return media;
    }

    private static Map<String, @Nullable Object> error(ErrorCode code) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("error", true);
        error.put("message", code.description());
        return extended(error, code);
    }

    private static Map<String, @Nullable Object> problem(ErrorCode code) {
        Map<String, @Nullable Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:clubroom:error:" + code.text());
        problem.put("title", code.description());
        problem.put("detail", code.description());
        problem.put("instance", "/api/users");
        return extended(problem, code);
    }

    private static Map<String, @Nullable Object> extended(Map<String, @Nullable Object> error, ErrorCode code) {
        error.put("status", code.status());
        error.put("code", code.text());
        error.put("request_id", "5f0c9d6e-8d5b-4f0e-9d3c-2b8a7c1e4f60");
        switch (code) {
            case INVALID_INPUT ->
                error.put("errors", wrong("username", "username must be 3 to 50 letters, digits, '_', '.' or '-'"));
            case USERNAME_TAKEN -> error.put("errors", wrong("username", "User with this username already exists"));
            case EMAIL_TAKEN -> error.put("errors", wrong("email", "User with this email already exists"));
            default -> {}
        }
        return error;
    }

    private static List<Object> wrong(String field, String message) {
        return List.of(Map.of("field", field, "message", message));
    }

    private static List<Map<String, List<String>>> security(UriRouteInfo<?, ?> route) {
        Map<String, List<String>> token = Map.of(BEARER, List.of());
        if (isForSignedIn(route)) {
            return List.of(token);
        }
        // Who is nobody may call too, but who is somebody may do more.
        return hasArgument(route, argument -> argument.getType() == Actor.class) ? List.of(Map.of(), token) : List.of();
    }

    private static boolean isForSignedIn(UriRouteInfo<?, ?> route) {
        // As the framework's own rule asks: what a method says counts before what its class does.
        return route.getTargetMethod()
                .getValue(Secured.class, String[].class)
                .filter(roles -> Arrays.asList(roles).contains(SecurityRule.IS_AUTHENTICATED))
                .isPresent();
    }

    private static boolean hasArgument(UriRouteInfo<?, ?> route, Predicate<Argument<?>> predicate) {
        return Stream.<Argument<?>>of(route.getTargetMethod().getArguments()).anyMatch(predicate);
    }

    /** Classes of Java that stand in the signatures of controllers, but in no body. */
    private static void removeUnused(Map<String, @Nullable Object> description, Map<String, @Nullable Object> schemas) {
        Set<String> used;
        do {
            used = new LinkedHashSet<>();
            collectReferences(description, used);
        } while (schemas.keySet().retainAll(used));
    }

    private static void collectReferences(@Nullable Object tree, Set<String> names) {
        switch (tree) {
            case Map<?, ?> map -> {
                if (map.get(REF) instanceof String reference) {
                    names.add(reference.substring(reference.lastIndexOf('/') + 1));
                }
                map.values().forEach(value -> collectReferences(value, names));
            }
            case Collection<?> list -> list.forEach(element -> collectReferences(element, names));
            case null, default -> {}
        }
    }

    private static boolean isReference(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.containsKey(REF);
    }

    /** A reference stands alone, whatever the generator wrote beside it. */
    private static Map<String, @Nullable Object> reference(@Nullable Object value) {
        return Map.of(REF, Objects.requireNonNull(object(value).get(REF)));
    }

    private static Map<String, @Nullable Object> reference(String kind, String name) {
        return Map.of(REF, "#/components/" + kind + "/" + name);
    }

    private static void merge(Map<String, @Nullable Object> into, Map<String, @Nullable Object> from) {
        from.forEach((key, value) -> {
            if (value instanceof Map<?, ?> && into.get(key) instanceof Map<?, ?>) {
                merge(object(into.get(key)), object(value));
            } else {
                into.put(key, value);
            }
        });
    }

    /** The object in a member, made if there is none. */
    private static Map<String, @Nullable Object> object(Map<String, @Nullable Object> parent, String member) {
        return object(parent.computeIfAbsent(member, _ -> new LinkedHashMap<>()));
    }

    @SuppressWarnings("unchecked") // Objects of a document have strings for keys.
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    private static Map<String, @Nullable Object> read(String resource) {
        try (InputStream in = ApiDescription.class.getResourceAsStream(resource)) {
            return Documents.readJson(Objects.requireNonNull(in, resource));
        } catch (IOException broken) {
            throw new UncheckedIOException(resource, broken);
        }
    }
}
