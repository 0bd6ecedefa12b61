package io.clubroom.web.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.clubroom.domain.validation.Faults;
import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the JSON object in a request's body. What is wrong with a field is noted when it is read, and thrown for
 * all of them together by {@link #throwIfAnyIsWrong()}; fields that nobody reads are ignored.
 */
public final class JsonFields {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final JsonNodeTreeCodec TREES = JsonNodeTreeCodec.getInstance();

    private final JsonNode object;
    private final Faults faults = new Faults();

    private JsonFields(JsonNode object) {
        this.object = object;
    }

    /** Reads a body, or throws {@link MalformedBody}, or {@link InvalidInput} if it is JSON but no object. */
    public static JsonFields parse(byte[] body) {
        JsonNode node = tree(text(body));
        if (!node.isObject()) {
            throw new InvalidInput(List.of(new InvalidValue("body", "must be a JSON object")));
        }
        return new JsonFields(node);
    }

    /** The value of a field that must be there as a string. */
    public <T> @Nullable T required(String field, Function<String, T> value) {
        return faults.<T>collect(() -> {
            JsonNode node = object.get(field);
            if (node == null || node.isNull()) {
                throw new InvalidValue(field, "is required");
            }
            return value.apply(string(field, node));
        });
    }

    /** The value of a field that is a string, null if it is absent or null. */
    public <T> @Nullable T optional(String field, Function<String, T> value) {
        return faults.<T>collect(() -> {
            JsonNode node = object.get(field);
            return node == null || node.isNull() ? null : value.apply(string(field, node));
        });
    }

    /** The value of a field that is true or false, null if it is absent or null. */
    public @Nullable Boolean optionalBoolean(String field) {
        return faults.<Boolean>collect(() -> {
            JsonNode node = object.get(field);
            if (node == null || node.isNull()) {
                return null;
            }
            if (!node.isBoolean()) {
                throw new InvalidValue(field, "must be true or false");
            }
            return node.getBooleanValue();
        });
    }

    /** Whether the field is there and null. */
    public boolean isNull(String field) {
        JsonNode node = object.get(field);
        return node != null && node.isNull();
    }

    /** Notes a fault for each of these fields that is null. */
    public void refuseNull(String... fields) {
        for (String field : fields) {
            if (isNull(field)) {
                faults.collect(() -> {
                    throw new InvalidValue(field, "must not be null");
                });
            }
        }
    }

    /** Where faults of the rest of the request can be noted too. */
    public Faults faults() {
        return faults;
    }

    /** Throws {@link InvalidInput} with everything that was noted. */
    public void throwIfAnyIsWrong() {
        faults.throwIfAny();
    }

    private static String string(String field, JsonNode node) {
        if (!node.isString()) {
            throw new InvalidValue(field, "must be a string");
        }
        String value = node.getStringValue();
        // Half a surrogate pair has no UTF-8, and the store takes no NUL.
        if (value.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidValue(field, "must be valid text");
        }
        return value;
    }

    private static String text(byte[] body) {
        try {
            // Jackson would take overlong forms, and guess UTF-16.
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
                throw new MalformedBody("The body is empty where a JSON object is expected");
            }
            JsonNode node = TREES.readTree(parser);
            if (parser.nextToken() != null) {
                throw new MalformedBody("The body goes on after its JSON value");
            }
            return node;
        } catch (JsonProcessingException broken) {
            // Its own message would quote the body, which may hold a password.
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
