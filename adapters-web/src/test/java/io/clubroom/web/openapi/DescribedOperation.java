package io.clubroom.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.web.support.Description;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An operation of the OpenAPI document.
 *
 * @param pointer of the operation in the document
 */
record DescribedOperation(Description description, String method, String path, String pointer, JsonNode node) {
    static List<DescribedOperation> all(Description description) {
        List<DescribedOperation> operations = new ArrayList<>();
        description
                .document()
                .get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> operations.add(new DescribedOperation(
                                description,
                                method.toUpperCase(Locale.ROOT),
                                path.getKey(),
                                "/paths/" + path.getKey().replace("/", "~1") + "/" + method,
                                path.getValue().get(method)))));
        return operations;
    }

    String id() {
        return node.get("operationId").asText();
    }

    boolean needsToken() {
        return node.get("security").size() == 1 && node.at("/security/0").has("bearer");
    }

    boolean hasBody() {
        return node.has("requestBody");
    }

    boolean requiresBody() {
        return description
                .document()
                .at(description.resolve(pointer + "/requestBody") + "/required")
                .asBoolean();
    }

    /** The pointers of the parameters. */
    List<String> parameters() {
        return Stream.iterate(0, i -> i < node.get("parameters").size(), i -> i + 1)
                .map(i -> description.resolve(pointer + "/parameters/" + i))
                .toList();
    }

    /** The media types of the body, each with the pointer of its schema. */
    Map<String, String> bodies() {
        String body = description.resolve(pointer + "/requestBody");
        Map<String, String> bodies = new LinkedHashMap<>();
        description
                .document()
                .at(body + "/content")
                .fieldNames()
                .forEachRemaining(type -> bodies.put(type, body + "/content/" + type.replace("/", "~1") + "/schema"));
        return bodies;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
