package io.clubroom.web.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.clubroom.domain.validation.Faults;
import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in a request body. Reading a field records its errors, which {@link #throwIfInvalid()} throws together.
 * Unknown fields are ignored.
 */
public final class JsonFields {
    /** The maximum size of most bodies, in bytes. */
    public static final int MAX_BYTES = 65_536;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeTreeCodec TREES = JsonNodeTreeCodec.getInstance();

    private final JsonNode object;

    /** The prefix of field names in errors. */
    private final String path;

    private final Faults faults;

    private JsonFields(JsonNode object) {
        this(object, "", new Faults());
    }

    private JsonFields(JsonNode object, String path, Faults faults) {
        this.object = object;
        this.path = path;
        this.faults = faults;
    }

    /** The fields of an empty object. */
    public static JsonFields none() {
        return new JsonFields(JsonNode.createObjectNode(Map.of()));
    }

    /**
     * Parses a body; throws {@link MalformedBody} if it is not JSON, {@link InvalidInput} if it is not an object, and
     * {@link ContentLengthExceededException} if it is larger than {@link #MAX_BYTES}.
     *
     * @param body null if the request has none
     */
    public static JsonFields parse(byte @Nullable [] body) {
        // Over HTTP/1.1, such a body has already been refused while it was received.
        if (body != null && body.length > MAX_BYTES) {
            throw new ContentLengthExceededException(MAX_BYTES, body.length);
        }
        return parseLarge(body);
    }

    /** Like {@link #parse}, without the limit of {@link #MAX_BYTES}. */
    public static JsonFields parseLarge(byte @Nullable [] body) {
        JsonNode node = tree(body == null ? "" : text(body));
        if (!node.isObject()) {
            throw new InvalidInput(List.of(new InvalidValue("body", "must be a JSON object")));
        }
        return new JsonFields(node);
    }

    /** Returns a required string field; null if it is invalid, with its error recorded. */
    public <T> @Nullable T required(String field, Function<String, T> value) {
        return faults.<T>collect(() -> {
            JsonNode node = object.get(field);
            if (node == null || node.isNull()) {
                throw new InvalidValue(path + field, "is required");
            }
            return value.apply(string(path + field, node));
        });
    }

    /**
     * Returns the fields of a required object; null if it is invalid. Their errors are recorded with those of this object, under names such
     * as {@code field.inner}.
     */
    public @Nullable JsonFields requiredObject(String field) {
        return faults.<JsonFields>collect(() -> {
            JsonNode node = object.get(field);
            if (node == null || node.isNull()) {
                throw new InvalidValue(path + field, "is required");
            }
            if (!node.isObject()) {
                throw new InvalidValue(path + field, "must be an object");
            }
            return new JsonFields(node, path + field + ".", faults);
        });
    }

    /** Returns an optional string field; null if it is absent, null or invalid. */
    public <T> @Nullable T optional(String field, Function<String, T> value) {
        return faults.<T>collect(() -> {
            JsonNode node = object.get(field);
            return node == null || node.isNull() ? null : value.apply(string(path + field, node));
        });
    }

    /** Returns an optional boolean field; null if it is absent, null or invalid. */
    public @Nullable Boolean optionalBoolean(String field) {
        return faults.<Boolean>collect(() -> {
            JsonNode node = object.get(field);
            if (node == null || node.isNull()) {
                return null;
            }
            if (!node.isBoolean()) {
                throw new InvalidValue(path + field, "must be true or false");
            }
            return node.getBooleanValue();
        });
    }

    /** Returns a required integer field; null if it is invalid, with its error recorded. */
    public @Nullable Long requiredInteger(String field, long min) {
        return faults.<Long>collect(() -> {
            JsonNode node = object.get(field);
            if (node == null || node.isNull()) {
                throw new InvalidValue(path + field, "is required");
            }
            boolean isWhole = node.isNumber()
                    && (node.getNumberValue() instanceof Integer || node.getNumberValue() instanceof Long);
            if (!isWhole || node.getLongValue() < min) {
                throw new InvalidValue(path + field, "must be a whole number of at least " + min);
            }
            return node.getLongValue();
        });
    }

    /** Returns an optional list of at most {@code max} strings; null if it is absent, null or invalid. */
    public <T> @Nullable List<T> optionalList(String field, int max, Function<String, T> value) {
        return faults.<List<T>>collect(() -> {
            JsonNode node = object.get(field);
            if (node == null || node.isNull()) {
                return null;
            }
            if (!node.isArray() || node.size() > max) {
                throw new InvalidValue(path + field, "must be a list of at most " + max);
            }
            List<T> values = new ArrayList<>();
            for (JsonNode item : node.values()) {
                values.add(value.apply(string(path + field, item)));
            }
            return values;
        });
    }

    /** Whether the field is present and not null. */
    public boolean isPresent(String field) {
        JsonNode node = object.get(field);
        return node != null && !node.isNull();
    }

    /** Whether the field is present and a string. */
    public boolean isString(String field) {
        JsonNode node = object.get(field);
        return node != null && node.isString();
    }

    /** Whether the field is present and null. */
    public boolean isNull(String field) {
        JsonNode node = object.get(field);
        return node != null && node.isNull();
    }

    /** Records an error for each of these fields that is present and null. */
    public void refuseNull(String... fields) {
        for (String field : fields) {
            if (isNull(field)) {
                faults.collect(() -> {
                    throw new InvalidValue(path + field, "must not be null");
                });
            }
        }
    }

    /** Records errors of other parts of the request. */
    public Faults faults() {
        return faults;
    }

    /** Throws {@link InvalidInput} with all recorded errors, if any. */
    public void throwIfInvalid() {
        faults.throwIfAny();
    }

    private static String string(String field, JsonNode node) {
        if (!node.isString()) {
            throw new InvalidValue(field, "must be a string");
        }
        String value = node.getStringValue();
        // An unpaired surrogate has no UTF-8 encoding, and PostgreSQL stores no NUL.
        if (value.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidValue(field, "must be valid text");
        }
        return value;
    }

    private static String text(byte[] body) {
        try {
            // Jackson would accept overlong encodings and detect UTF-16.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedBody("The body is not valid UTF-8");
        }
    }

    private static JsonNode tree(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new MalformedBody("The body is empty, but a JSON object is required");
            }
            JsonNode node = TREES.readTree(parser);
            if (parser.nextToken() != null) {
                throw new MalformedBody("The body has trailing characters after its JSON value");
            }
            return node;
        } catch (JsonProcessingException broken) {
            // Jackson's message quotes the body, which may contain a password.
            var at = broken.getLocation();
            throw new MalformedBody(
                    at == null
                            ? "The body is not valid JSON"
                            : "The body is not valid JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
        } catch (IOException impossible) {
            throw new AssertionError("a string can always be read", impossible);
        }
    }
}
