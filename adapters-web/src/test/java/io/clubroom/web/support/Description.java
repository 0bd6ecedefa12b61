package io.clubroom.web.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's OpenAPI document, against which responses are checked. A field that the document does not describe is a fault,
 * too.
 */
public final class Description {
    private static final String IRI = "https://clubroom.example/openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Description> KNOWN = new ConcurrentHashMap<>();

    /** The statuses of requests that match no operation or are not valid HTTP. */
    private static final Set<Integer> WITHOUT_A_CALL =
            Set.of(400, 403, 404, 405, 406, 413, 414, 415, 429, 431, 500, 501, 505);

    private static final Set<String> OVERRIDING = Set.of("DELETE", "HEAD", "PATCH");

    /** Pages for people are not part of the API. */
    private static final Set<String> PAGES =
            Set.of("/verify-email", "/reset-password", "/restore-email", "/invitation", "/unsubscribe");

    private final JsonNode document;
    private final Map<String, Pattern> paths =
            new TreeMap<>(Comparator.comparingInt(Description::variables).thenComparing(Comparator.naturalOrder()));
    private final JsonSchemaFactory schemas;
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();

    private Description(String json) {
        document = parse(json);
        document.get("paths")
                .fieldNames()
                .forEachRemaining(path ->
                        paths.put(path, Pattern.compile(path.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+"))));
        JsonNode strict = document.deepCopy();
        // The library takes only addresses of top-level domains that it knows.
        strict.findParents("format").stream()
                .filter(schema -> schema.path("format").asText().equals("email"))
                .forEach(schema -> ((ObjectNode) schema).remove("format"));
        Set<String> asked = new HashSet<>();
        addReferences(document.at("/components/requestBodies"), asked);
        strict.at("/components/schemas").fields().forEachRemaining(schema -> {
            // Unknown fields in requests are ignored.
            if (!asked.contains("#/components/schemas/" + schema.getKey())) {
                close(schema.getValue());
            }
        });
        schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, strict.toString()))));
    }

    /** The document of the server at this address. */
    public static Description of(URI address) {
        // All servers of a test run have the same document.
        return KNOWN.computeIfAbsent("", _ -> new Description(read(address)));
    }

    /** Parses JSON. */
    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public JsonNode document() {
        return document;
    }

    /** Throws an {@link AssertionError} unless the response, and the request if it succeeded, match the document. */
    void check(HttpRequest request, byte @Nullable [] body, HttpResponse<String> response) {
        List<String> faults = new ArrayList<>();
        boolean isPreflight =
                request.headers().firstValue("Access-Control-Request-Method").isPresent();
        boolean isPage = PAGES.contains(request.uri().getPath())
                && Set.of("GET", "HEAD", "POST").contains(request.method());
        if (!isPage && (!isPreflight || response.statusCode() >= 400)) {
            check(request, body, response, faults);
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(request.method() + " " + request.uri().getRawPath()
                    + " does not match the document: " + faults + "\n" + response.statusCode() + " "
                    + response.headers().map() + " " + response.body());
        }
    }

    private void check(
            HttpRequest request, byte @Nullable [] body, HttpResponse<String> response, List<String> faults) {
        String path = paths.keySet().stream()
                .filter(template ->
                        paths.get(template).matcher(request.uri().getRawPath()).matches())
                .findFirst()
                .orElse("");
        String method = method(request).toLowerCase(Locale.ROOT);
        if (method.equals("head")
                && document.at("/paths/" + escape(path) + "/head").isMissingNode()) {
            method = "get";
        }
        String operation = "/paths/" + escape(path) + "/" + method;
        if (document.at(operation).isMissingNode()) {
            checkWithoutACall(request, response, faults);
            return;
        }
        String answer = resolve(operation + "/responses/" + response.statusCode());
        if (document.at(answer).isMissingNode()) {
            faults.add("status " + response.statusCode() + " is not described");
            return;
        }
        checkHeaders(answer, response, faults);
        if (hasBody(request)) {
            checkBody(answer, response, faults);
        }
        if (response.statusCode() < 300) {
            checkQuery(operation, request, faults);
            checkRequestBody(operation, request, body, faults);
        }
    }

    private static boolean hasBody(HttpRequest request) {
        return !request.method().equals("HEAD") && !method(request).equals("HEAD");
    }

    /** Clients of tus can send another method in a header. */
    private static String method(HttpRequest request) {
        return request.headers()
                .firstValue("X-HTTP-Method-Override")
                .filter(method -> request.uri().getPath().startsWith("/api/uploads/"))
                .filter(OVERRIDING::contains)
                .orElse(request.method());
    }

    private void checkWithoutACall(HttpRequest request, HttpResponse<String> response, List<String> faults) {
        if (!WITHOUT_A_CALL.contains(response.statusCode())) {
            faults.add("the operation is not described");
        }
        if (hasBody(request)) {
            boolean isProblem = type(response.headers()
                            .firstValue("Content-Type")
                            .orElse(""))
                    .equals("application/problem+json");
            validate("/components/schemas/" + (isProblem ? "Problem" : "Error"), response.body(), faults);
        }
    }

    private void checkHeaders(String answer, HttpResponse<String> response, List<String> faults) {
        document.at(answer + "/headers").fieldNames().forEachRemaining(name -> {
            String header = resolve(answer + "/headers/" + escape(name));
            List<String> values = response.headers().allValues(name);
            if (values.isEmpty() && document.at(header).path("required").asBoolean()) {
                faults.add("header " + name + " is missing");
            }
            values.forEach(value -> faults.addAll(faults(header + "/schema", scalar(header + "/schema", value))));
        });
    }

    private void checkBody(String answer, HttpResponse<String> response, List<String> faults) {
        JsonNode content = document.at(answer + "/content");
        String type = type(response.headers().firstValue("Content-Type").orElse(""));
        if (content.isMissingNode()) {
            if (!response.body().isEmpty()) {
                faults.add("a body is not described");
            }
            return;
        }
        content.fieldNames().forEachRemaining(candidate -> {
            if (type(candidate).equals(type) && type.endsWith("json")) {
                validate(answer + "/content/" + escape(candidate) + "/schema", response.body(), faults);
                checkCode(content.get(candidate).path("examples"), response, faults);
            }
        });
        if (!contains(content, type)) {
            faults.add("media type " + type + " is not described");
        }
    }

    /** An error has one of the codes that the document shows for the operation and status. */
    private static void checkCode(JsonNode examples, HttpResponse<String> response, List<String> faults) {
        if (response.statusCode() >= 400 && examples.isObject()) {
            JsonNode body = parse(response.body());
            if (!examples.has(body.path("code").asText())) {
                faults.add("code " + body.path("code") + " is not described");
            }
            if (body.path("status").asInt() != response.statusCode()) {
                faults.add("the status in the body is " + body.path("status"));
            }
        }
    }

    private void checkQuery(String operation, HttpRequest request, List<String> faults) {
        String query = request.uri().getRawQuery();
        for (int i = 0;
                query != null && i < document.at(operation + "/parameters").size();
                i++) {
            String parameter = resolve(operation + "/parameters/" + i);
            for (String given : query.split("&")) {
                String[] pair = given.split("=", 2);
                if (pair.length == 2
                        && document.at(parameter).path("in").asText().equals("query")
                        && document.at(parameter).path("name").asText().equals(pair[0])) {
                    String value = URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
                    faults.addAll(faults(parameter + "/schema", scalar(parameter + "/schema", value)));
                }
            }
        }
    }

    private void checkRequestBody(String operation, HttpRequest request, byte @Nullable [] body, List<String> faults) {
        String described = resolve(operation + "/requestBody");
        boolean isAbsent = body == null
                || (body.length == 0 && !document.at(described + "/required").asBoolean());
        if (isAbsent || document.at(described).isMissingNode()) {
            return;
        }
        String type = type(request.headers().firstValue("Content-Type").orElse(""));
        JsonNode content = document.at(described + "/content");
        if (!contains(content, type)) {
            faults.add("media type " + type + " of the request is not described");
            return;
        }
        if (!type.endsWith("json")) {
            return;
        }
        validate(
                described + "/content/" + escape(type) + "/schema",
                new String(Objects.requireNonNull(body), StandardCharsets.UTF_8),
                faults);
    }

    /** The faults of a value according to the schema at this JSON pointer. */
    public List<String> faults(String pointer, JsonNode value) {
        return schema(pointer).validate(value).stream()
                .map(ValidationMessage::toString)
                .toList();
    }

    private void validate(String pointer, String json, List<String> faults) {
        try {
            faults.addAll(faults(pointer, JSON.readTree(json)));
        } catch (JsonProcessingException broken) {
            faults.add("not JSON: " + json);
        }
    }

    private JsonSchema schema(String pointer) {
        return compiled.computeIfAbsent(
                pointer,
                _ -> schemas.getSchema(
                        SchemaLocation.of(
                                IRI + "#" + pointer.replace("{", "%7B").replace("}", "%7D")),
                        config));
    }

    /** The pointer, or the one that it leads to if there is a {@code $ref}. */
    public String resolve(String pointer) {
        JsonNode reference = document.at(pointer).path("$ref");
        return reference.isTextual() ? reference.asText().substring(1) : pointer;
    }

    /** The value of a parameter or header with this text. */
    public JsonNode scalar(String schema, String text) {
        return switch (document.at(schema).path("type").asText()) {
            case "integer" ->
                text.matches("-?[0-9]+")
                        ? JsonNodeFactory.instance.numberNode(new BigInteger(text))
                        : JsonNodeFactory.instance.textNode(text);
            case "boolean" ->
                text.matches("true|false")
                        ? JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(text))
                        : JsonNodeFactory.instance.textNode(text);
            default -> JsonNodeFactory.instance.textNode(text);
        };
    }

    /** Allows no fields in a response but those of the schema. */
    /** Adds the schemas that are referred to, directly or by others. */
    private void addReferences(JsonNode node, Set<String> references) {
        for (String reference : node.findValuesAsText("$ref")) {
            if (references.add(reference)) {
                addReferences(document.at(reference.substring(1)), references);
            }
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("unevaluatedProperties", false);
        }
    }

    private static boolean contains(JsonNode content, String type) {
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(candidate -> types.add(type(candidate)));
        return types.contains(type) || types.contains("*/*");
    }

    private static String type(String contentType) {
        return contentType.split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String escape(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    private static int variables(String path) {
        return path.split("\\{", -1).length;
    }

    private static String read(URI address) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(address.resolve("/openapi.json"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
