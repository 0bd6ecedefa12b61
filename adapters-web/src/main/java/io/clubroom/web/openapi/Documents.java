package io.clubroom.web.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads and writes documents as trees of maps with string keys, lists, strings, numbers, booleans and nulls. */
final class Documents {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z/$][A-Za-z0-9/{}._-]*");
    /** What a parser of YAML 1.1 takes for a boolean or for nothing. */
    private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

    private Documents() {}

    /** Reads a JSON object. */
    static Map<String, @Nullable Object> readJson(InputStream in) throws IOException {
        try (JsonParser parser = JSON.createParser(in)) {
            parser.nextToken();
            return map(parser);
        }
    }

    static String json(Object tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, tree);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a string can always be written", impossible);
        }
        return text.toString();
    }

    /** Writes YAML 1.2 in block style; its scalars are those of JSON, so that no reader takes one for another type. */
    static String yaml(Map<String, @Nullable Object> tree) {
        StringBuilder text = new StringBuilder();
        block(text, tree, 0);
        return text.toString();
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IOException("no value: " + parser.currentToken());
        };
    }

    private static void write(JsonGenerator json, @Nullable Object tree) throws IOException {
        switch (tree) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName((String) entry.getKey());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case String text -> json.writeString(text);
            case Number number -> json.writeNumber(number.toString());
            case Boolean bool -> json.writeBoolean(bool);
            case null -> json.writeNull();
            default -> throw new IllegalArgumentException("not of a document: " + tree.getClass());
        }
    }

    private static void block(StringBuilder text, @Nullable Object tree, int depth) {
        String indent = "  ".repeat(depth);
        if (tree instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                text.append(indent).append(key((String) key)).append(':');
                member(text, value, depth);
            });
        } else if (tree instanceof List<?> list) {
            list.forEach(element -> {
                int begin = text.length();
                if (isBlock(element)) {
                    block(text, element, depth + 1);
                    // Its first line begins behind the dash.
                    text.replace(begin, begin + indent.length() + 2, indent + "- ");
                } else {
                    text.append(indent).append("- ").append(scalar(element)).append('\n');
                }
            });
        }
    }

    private static void member(StringBuilder text, @Nullable Object value, int depth) {
        if (isBlock(value)) {
            text.append('\n');
            block(text, value, depth + 1);
        } else {
            text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private static boolean isBlock(@Nullable Object value) {
        return (value instanceof Map<?, ?> map && !map.isEmpty()) || (value instanceof List<?> list && !list.isEmpty());
    }

    private static String scalar(@Nullable Object value) {
        return value == null ? "null" : json(value);
    }

    private static String key(String key) {
        return PLAIN_KEY.matcher(key).matches() && !WORD.matcher(key).matches() ? key : json(key);
    }
}
