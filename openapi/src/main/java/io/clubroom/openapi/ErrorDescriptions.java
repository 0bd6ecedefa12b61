package io.clubroom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clubroom.web.error.ErrorCode;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes error responses. Operations with the same errors refer to the same response among the components. */
final class ErrorDescriptions {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<Integer, String> HEADERS =
            Map.of(401, "WWW-Authenticate", 405, "Allow", 426, "Upgrade", 429, "Retry-After", 503, "Retry-After");

    private final ObjectNode responses;
    private final ObjectNode examples;

    ErrorDescriptions(ObjectNode components) {
        responses = components.withObject("responses");
        examples = components.withObject("examples");
    }

    /** Adds a response with these codes to the responses of an operation. */
    void add(Map<String, JsonNode> operation, int status, Set<ErrorCode> codes, boolean isLimited) {
        String name = status
                + codes.stream().map(code -> "-" + code.text()).collect(Collectors.joining())
                + (isLimited ? "" : "-unlimited");
        if (!responses.has(name)) {
            responses.set(name, response(status, codes, isLimited));
        }
        JsonNode own = operation.get(Integer.toString(status));
        if (own == null) {
            operation.put(Integer.toString(status), OpenApiCompletion.reference("#/components/responses/" + name));
        } else {
            // The operation itself can return this status, too, with another body.
            merge((ObjectNode) own, responses.get(name));
        }
    }

    private static void merge(ObjectNode own, JsonNode error) {
        own.withObject("headers").setAll((ObjectNode) error.get("headers"));
        ObjectNode content = own.withObject("content");
        error.get("content").properties().forEach(media -> {
            JsonNode known = content.get(media.getKey());
            if (known == null) {
                content.set(media.getKey(), media.getValue());
            } else {
                ObjectNode either = content.putObject(media.getKey()).putObject("schema");
                either.putArray("anyOf")
                        .add(known.get("schema"))
                        .add(media.getValue().get("schema"));
            }
        });
    }

    private ObjectNode response(int status, Set<ErrorCode> codes, boolean isLimited) {
        ObjectNode response = NODES.objectNode();
        response.put(
                "description",
                codes.stream()
                        .map(code -> "`" + code.text() + "`: " + code.description())
                        .collect(Collectors.joining("\n\n")));
        OpenApiCompletion.addCommonHeaders(response, isLimited);
        String header = HEADERS.get(status);
        // A bearer token is no answer to the question for a second factor.
        if (header != null && !codes.equals(Set.of(ErrorCode.SECOND_FACTOR_REQUIRED))) {
            response.withObject("headers").set(header, OpenApiCompletion.header(header));
        }
        ObjectNode content = response.putObject("content");
        describe(content.putObject("application/json"), "Error", "", codes);
        describe(content.putObject("application/problem+json"), "Problem", "-problem", codes);
        return response;
    }

    /** The codes are examples and not an enumeration, so that generated clients accept codes that are added later. */
    private void describe(ObjectNode media, String schema, String suffix, Set<ErrorCode> codes) {
        ObjectNode references = NODES.objectNode();
        for (ErrorCode code : codes) {
            String name = code.text() + suffix;
            examples.set(name, example(schema, code));
            references.set(code.text(), OpenApiCompletion.reference("#/components/examples/" + name));
        }
        media.set("schema", OpenApiCompletion.reference("#/components/schemas/" + schema));
        media.set("examples", references);
    }

    private static ObjectNode example(String schema, ErrorCode code) {
        ObjectNode example = NODES.objectNode().put("summary", code.description());
        ObjectNode value = example.putObject("value");
        if (schema.equals("Error")) {
            value.put("error", true).put("message", code.description());
        } else {
            value.put("type", "urn:clubroom:error:" + code.text())
                    .put("title", code.description())
                    .put("detail", code.description())
                    .put("instance", "/api/users");
        }
        value.put("status", code.status())
                .put("code", code.text())
                .put("request_id", "5f0c9d6e-8d5b-4f0e-9d3c-2b8a7c1e4f60");
        switch (code) {
            case INVALID_INPUT ->
                wrong(value, "username", "username must be 3 to 50 characters: letters, digits, '_', '.' or '-'");
            case USERNAME_TAKEN -> wrong(value, "username", "User with this username already exists");
            case EMAIL_TAKEN -> wrong(value, "email", "User with this email already exists");
            case INVALID_EMOJI -> wrong(value, "emoji", "emoji must be exactly one emoji");
            case MUTED -> value.put("until", "2026-12-24T18:00:00Z");
            case SECOND_FACTOR_REQUIRED ->
                value.put("mfa_token", "Qm9vLWZvby1iYXItYmF6LXF1eC1hbmQtc28tb24tMQ")
                        .putArray("methods")
                        .add("totp")
                        .add("recovery_code");
            default -> {}
        }
        return example;
    }

    private static void wrong(ObjectNode error, String field, String message) {
        error.putArray("errors").addObject().put("field", field).put("message", message);
    }
}
