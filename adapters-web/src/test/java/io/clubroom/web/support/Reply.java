package io.clubroom.web.support;

import com.fasterxml.jackson.core.JsonFactory;
import io.micronaut.jackson.core.tree.JsonNodeTreeCodec;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A response of the server. */
public final class Reply {
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpResponse<String> response;

    Reply(HttpResponse<String> response) {
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    /** The value of a header that occurs at most once; null if it is absent. */
    public @Nullable String header(String name) {
        List<String> values = response.headers().allValues(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " is there more than once: " + values);
        }
        return values.isEmpty() ? null : values.getFirst();
    }

    public String body() {
        return response.body();
    }

    public JsonNode json() {
        try (var parser = JSON.createParser(body())) {
            parser.nextToken();
            return JsonNodeTreeCodec.getInstance().readTree(parser);
        } catch (IOException notJson) {
            throw new UncheckedIOException(this.toString(), notJson);
        }
    }

    /** The text of a field; a dot leads into an object: {@code user.email}. */
    public @Nullable String text(String path) {
        JsonNode node = json();
        for (String step : path.split("\\.")) {
            node = node.get(step);
            if (node == null) {
                throw new AssertionError("no " + path + " in " + body());
            }
        }
        return node.isNull() ? null : node.isString() ? node.getStringValue() : node.coerceStringValue();
    }

    /** The names of the invalid fields in an error. */
    public List<String> wrongFields() {
        JsonNode errors = json().get("errors");
        return errors == null
                ? List.of()
                : IntStream.range(0, errors.size())
                        .mapToObj(i -> errors.get(i).get("field").getStringValue())
                        .toList();
    }

    @Override
    public String toString() {
        return status() + " " + response.headers().map() + " " + body();
    }
}
