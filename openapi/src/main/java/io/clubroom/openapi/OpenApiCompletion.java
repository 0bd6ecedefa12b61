package io.clubroom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.inject.ast.MethodElement;
import io.micronaut.inject.visitor.TypeElementVisitor;
import io.micronaut.inject.visitor.VisitorContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Completes the OpenAPI document that micronaut-openapi has written: adds to every operation what follows from its kind (security
 * requirement, common headers, error responses), and writes the document as JSON and as YAML.
 */
public final class OpenApiCompletion implements TypeElementVisitor<Controller, HttpMethodMapping> {
    private static final String DOCUMENT = "META-INF/swagger/openapi";
    /** Visitors of a lower order finish later; micronaut-openapi writes at 100. */
    private static final int AFTER_MICRONAUT_OPENAPI = -1;

    private static final String REF = "$ref";
    private static final String SUCCESSES = "2XX";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory()
            .disable(Feature.WRITE_DOC_START_MARKER)
            .enable(Feature.MINIMIZE_QUOTES)
            .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));

    private final Map<String, Operation> operations = new HashMap<>();
    private boolean hasFailed;

    @Override
    public int getOrder() {
        return AFTER_MICRONAUT_OPENAPI;
    }

    @Override
    public void visitMethod(MethodElement method, VisitorContext context) {
        if (method.hasAnnotation(Error.class)) {
            return;
        }
        Operation operation = Operation.of(method);
        if (method.stringValues(HttpMethodMapping.class, "uris").length > 1) {
            hasFailed = true;
            context.fail("The operations of " + operation.id() + " need a method, and so an id, for each path", method);
        }
        if (operations.put(operation.id(), operation) != null) {
            hasFailed = true;
            context.fail("Two operations have the id " + operation.id(), method);
        }
    }

    @Override
    public void finish(VisitorContext context) {
        if (operations.isEmpty() || hasFailed) {
            return;
        }
        Path classes = context.getClassesOutputPath().orElseThrow();
        Path json = classes.resolve(DOCUMENT + ".json");
        try {
            ObjectNode document = (ObjectNode) JSON.readTree(Files.readAllBytes(json));
            complete(document);
            Files.write(json, JSON.writeValueAsBytes(document));
            Files.write(classes.resolve(DOCUMENT + ".yaml"), YAML.writeValueAsBytes(document));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        operations.clear();
    }

    private void complete(ObjectNode document) {
        ErrorDescriptions errors = new ErrorDescriptions((ObjectNode) document.get("components"));
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(node -> {
                    ObjectNode operation = (ObjectNode) node;
                    String id = operation.get("operationId").asText();
                    complete(path.getKey(), operation, Objects.requireNonNull(operations.get(id), id), errors);
                }));
        document.at("/components/schemas").forEach(schema -> correct((ObjectNode) schema));
        removeUnusedSchemas(document);
    }

    private static void complete(String path, ObjectNode operation, Operation method, ErrorDescriptions errors) {
        boolean isLimited = isLimited(path);
        tidyText(operation);
        // A parameter without a reference is an argument that the server supplies, such as the actor.
        Set<JsonNode> parameters = new LinkedHashSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.has(REF)) {
                parameters.add(reference(parameter.get(REF).asText()));
            }
        });
        parameters.add(reference("#/components/parameters/" + REQUEST_ID));
        operation.putArray("parameters").addAll(parameters);
        JsonNode body = operation.remove("requestBody");
        if (body != null && body.has(REF)) {
            operation.set("requestBody", reference(body.get(REF).asText()));
        }
        Map<String, JsonNode> responses = new TreeMap<>();
        operation.path("responses").properties().forEach(entry -> {
            ObjectNode response = (ObjectNode) entry.getValue();
            completeBytes(response);
            keepJson(response);
            addCommonHeaders(response, isLimited);
            responses.put(entry.getKey(), response);
        });
        shareHeaders(responses);
        method.errors(isLimited).forEach((status, codes) -> errors.add(responses, status, codes, isLimited));
        operation.set("responses", JSON.valueToTree(responses));
        operation.set("security", JSON.valueToTree(method.security()));
    }

    /** Removes the summary from the beginning of the description, where micronaut-openapi repeats it, and the line breaks of the source. */
    private static void tidyText(ObjectNode operation) {
        String summary = operation.path("summary").asText();
        String description = operation.path("description").asText();
        operation.put("summary", summary.replaceFirst("\\.$", ""));
        if (description.startsWith(summary)) {
            description = description.substring(summary.length()).strip();
        }
        if (description.isEmpty()) {
            operation.remove("description");
        } else {
            operation.put("description", description.replaceAll("(?<!\n)\n(?!\n)", " "));
        }
    }

    /** Adds the headers that are described for all successful responses to each of them. */
    private static void shareHeaders(Map<String, JsonNode> responses) {
        JsonNode ofSuccesses = responses.remove(SUCCESSES);
        if (ofSuccesses != null) {
            responses.forEach((status, response) -> {
                if (status.startsWith("2")) {
                    response.withObject("headers").setAll((ObjectNode) ofSuccesses.get("headers"));
                }
            });
        }
    }

    /** micronaut-openapi leaves out the type of bytes. */
    private static void completeBytes(ObjectNode response) {
        response.path("content").forEach(content -> {
            if (isBytes(content)) {
                ((ObjectNode) content.get("schema")).put("type", "string");
            }
        });
    }

    private static boolean isBytes(JsonNode content) {
        return content.at("/schema/format").asText().equals("binary");
    }

    /** micronaut-openapi lists a JSON response under each media type that the method produces; it is sent as JSON only. */
    private static void keepJson(ObjectNode response) {
        JsonNode content = response.path("content");
        for (String declared : List.of("application/*", "*/*")) {
            if (content.has(declared) && !isBytes(content.get(declared))) {
                response.putObject("content").set("application/json", content.get(declared));
            }
        }
    }

    /** Corrects what micronaut-openapi writes for nullable properties in OpenAPI 3.1, and beside references. */
    private static void correct(ObjectNode schema) {
        if (schema.has("properties") && !schema.has("type")) {
            schema.put("type", "object");
        }
        schema.path("properties").forEach(node -> {
            ObjectNode property = (ObjectNode) node;
            if (property.path("type").asText().equals("null")) {
                ObjectNode value = (ObjectNode) property.remove("allOf").get(0);
                property.setAll(value);
                property.remove(List.of("type", "defaultValue", REF));
                property.putArray("anyOf")
                        .add(reference(value.get(REF).asText()))
                        .addObject()
                        .put("type", "null");
            } else if (property.path("type").isArray()) {
                property.withArray("type").removeIf(type -> type.asText().equals("object"));
            } else if (property.has(REF)) {
                property.remove(List.of("type", "additionalProperties"));
            }
        });
    }

    static void addCommonHeaders(ObjectNode response, boolean isLimited) {
        ObjectNode headers = response.withObject("headers");
        headers.properties().forEach(header -> header.setValue(header(header.getKey())));
        headers.set(REQUEST_ID, header(REQUEST_ID));
        if (isLimited) {
            headers.set("RateLimit", header("RateLimit"));
            headers.set("RateLimit-Policy", header("RateLimit-Policy"));
        }
    }

    static ObjectNode header(String name) {
        return reference("#/components/headers/" + name);
    }

    static ObjectNode reference(String to) {
        return JSON.createObjectNode().put(REF, to);
    }

    /** Requests of operators are not limited. */
    private static boolean isLimited(String path) {
        return !path.startsWith("/health") && !path.equals("/metrics");
    }

    /** Removes the schemas of types that appear only in the signatures of methods. */
    private static void removeUnusedSchemas(ObjectNode document) {
        ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
        int before;
        do {
            before = schemas.size();
            Set<String> used = new HashSet<>();
            document.findValuesAsText(REF).forEach(to -> used.add(to.substring(to.lastIndexOf('/') + 1)));
            schemas.retain(used);
        } while (schemas.size() < before);
    }
}
