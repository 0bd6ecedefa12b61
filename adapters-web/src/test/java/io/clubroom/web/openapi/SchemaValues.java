package io.clubroom.web.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clubroom.web.support.Description;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Draws values that match a schema of the OpenAPI document, and values that do not. Schemas are named by JSON pointers. */
final class SchemaValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_DRAWS = 100_000;
    private static final int USUAL_LENGTH = 12;

    /** Patterns are met by drawing from one of these until they match. */
    private static final List<String> ALPHABETS = List.of(
            "0123456789",
            "abcdefghijklmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "ABCabcxyz019_.-",
            "0123456789 ()-+",
            "W/\"*, 01a",
            "aB1 éßЖ中ñ'’");

    /** Values that hardly any schema allows. */
    private static final List<JsonNode> ODD = List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(7),
            JSON.numberNode(-1.5),
            JSON.numberNode(BigInteger.TEN.pow(40)),
            JSON.arrayNode(),
            JSON.arrayNode().add("a"),
            JSON.objectNode(),
            JSON.objectNode().put("a", 1),
            JSON.textNode(""),
            JSON.textNode(" "),
            JSON.textNode("null"),
            JSON.textNode("a\u0000b"),
            JSON.textNode("a\nb"),
            JSON.textNode("é"),
            JSON.textNode("\uD83D\uDE00"),
            JSON.textNode("1e3"),
            JSON.textNode("1.5"),
            JSON.textNode("٣"),
            JSON.textNode("TRUE"),
            JSON.textNode("x' OR '1'='1"),
            JSON.textNode("../../etc/passwd"),
            JSON.textNode("00000000-0000-0000-0000-00000000000g"));

    private static final List<JsonNode> ANYTHING =
            List.of(JSON.nullNode(), JSON.textNode("x"), JSON.numberNode(1), JSON.objectNode());

    private static final int MAX_ITEMS = 3;

    private final Description description;
    private final Random random;

    SchemaValues(Description description, Random random) {
        this.description = description;
        this.random = random;
    }

    /** A value that matches. */
    JsonNode matching(String pointer) {
        String schema = description.resolve(pointer);
        JsonNode node = description.document().at(schema);
        if (node.has("anyOf")) {
            return matching(
                    schema + "/anyOf/" + random.nextInt(node.get("anyOf").size()));
        }
        if (node.has("enum")) {
            return node.get("enum").get(random.nextInt(node.get("enum").size()));
        }
        JsonNode types = node.path("type");
        String type = types.isArray() ? types.get(random.nextInt(types.size())).asText() : types.asText();
        return switch (type) {
            case "null" -> JSON.nullNode();
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> integer(node);
            case "string" -> text(schema, node);
            case "object" -> object(schema, node);
            case "array" -> array(schema);
            // A schema without a type allows everything.
            case "" -> ANYTHING.get(random.nextInt(ANYTHING.size()));
            default -> throw new AssertionError("no values of " + schema + ": " + node);
        };
    }

    /** Values that do not match, among them those just beyond each bound. */
    List<JsonNode> mismatching(String pointer) {
        String schema = description.resolve(pointer);
        JsonNode node = description.document().at(schema);
        if (node.has("anyOf")) {
            return mismatching(schema + "/anyOf/0").stream()
                    .filter(value -> !isMatching(schema, value))
                    .toList();
        }
        List<JsonNode> values = new ArrayList<>(ODD);
        if (node.has("minimum")) {
            values.add(JSON.numberNode(node.get("minimum").asLong() - 1));
        }
        if (node.has("maximum")) {
            values.add(JSON.numberNode(node.get("maximum").asLong() + 1));
        }
        if (node.path("type").asText().equals("string")) {
            for (String alphabet : ALPHABETS) {
                values.add(JSON.textNode(text(alphabet, 1 + random.nextInt(USUAL_LENGTH))));
                if (node.has("minLength")) {
                    values.add(
                            JSON.textNode(text(alphabet, node.get("minLength").asInt() - 1)));
                }
                if (node.has("maxLength")) {
                    values.add(
                            JSON.textNode(text(alphabet, node.get("maxLength").asInt() + 1)));
                }
            }
        }
        return values.stream().filter(value -> !isMatching(schema, value)).toList();
    }

    boolean isMatching(String pointer, JsonNode value) {
        return description.faults(pointer, value).isEmpty();
    }

    private JsonNode integer(JsonNode node) {
        long min = node.path("minimum").asLong(0);
        long max = node.path("maximum").asLong(Long.MAX_VALUE);
        return JSON.numberNode(
                switch (random.nextInt(4)) {
                    case 0 -> min;
                    case 1 -> max;
                    case 2 -> Math.min(max, min + random.nextInt(10));
                    default -> random.nextLong(min, max);
                });
    }

    private JsonNode text(String schema, JsonNode node) {
        int min = node.path("minLength").asInt(0);
        int max = node.path("maxLength").asInt(4 * USUAL_LENGTH);
        return Stream.generate(() -> JSON.textNode(
                        switch (node.path("format").asText()) {
                            case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
                            case "date-time" ->
                                Instant.EPOCH
                                        .plusMillis(random.nextLong(1L << 41))
                                        .toString();
                            case "uri" -> "https://" + text(ALPHABETS.get(1), 5) + ".example/";
                            case "email" -> text(ALPHABETS.get(3), 8) + "@" + text(ALPHABETS.get(1), 5) + ".com";
                            default ->
                                text(
                                        ALPHABETS.get(random.nextInt(ALPHABETS.size())),
                                        switch (random.nextInt(8)) {
                                            case 0 -> min;
                                            case 1 -> max;
                                            default -> random.nextInt(min, Math.min(max, min + USUAL_LENGTH) + 1);
                                        });
                        }))
                .limit(MAX_DRAWS)
                .filter(value -> isMatching(schema, value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no value of " + schema + " was found: " + node));
    }

    private String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private JsonNode array(String schema) {
        ArrayNode array = JSON.arrayNode();
        int min = description.document().at(schema).path("minItems").asInt();
        for (int i = Math.max(min, random.nextInt(MAX_ITEMS + 1)); i > 0; i--) {
            array.add(matching(schema + "/items"));
        }
        return array;
    }

    /** Has every required field, some of the others, and sometimes one that the schema does not know. */
    private JsonNode object(String schema, JsonNode node) {
        ObjectNode object = JSON.objectNode();
        node.get("properties").fieldNames().forEachRemaining(name -> {
            if (isRequired(node, name) || random.nextBoolean()) {
                object.set(name, matching(schema + "/properties/" + name));
            }
        });
        if (random.nextInt(4) == 0) {
            object.set("x_unknown", ODD.get(random.nextInt(ODD.size())));
        }
        return object;
    }

    static boolean isRequired(JsonNode schema, String name) {
        return schema.path("required")
                .valueStream()
                .anyMatch(required -> required.asText().equals(name));
    }
}
