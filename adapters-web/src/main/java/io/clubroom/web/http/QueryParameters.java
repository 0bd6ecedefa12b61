package io.clubroom.web.http;

import io.clubroom.domain.validation.Faults;
import io.clubroom.domain.validation.InvalidInput;
import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request. Reading a parameter records its errors, which {@link #throwIfInvalid()} throws together. Unknown
 * parameters are ignored.
 */
public final class QueryParameters {
    private final HttpParameters parameters;
    private final Faults faults = new Faults();

    public QueryParameters(HttpRequest<?> request) {
        this.parameters = request.getParameters();
    }

    /** The value of a parameter; null if it is absent or invalid. */
    public <T> @Nullable T optional(String name, Function<String, T> value) {
        return faults.<T>collect(() -> {
            List<String> given = parameters.getAll(name);
            if (given.isEmpty()) {
                return null;
            }
            if (given.size() > 1) {
                throw new InvalidValue(name, "must be given only once");
            }
            return value.apply(given.getFirst());
        });
    }

    /** The value of a parameter that must be present; null if it is absent or invalid. */
    public <T> @Nullable T required(String name, Function<String, T> value) {
        if (parameters.getAll(name).isEmpty()) {
            return faults.<T>collect(() -> {
                throw new InvalidValue(name, "is required");
            });
        }
        return optional(name, value);
    }

    /** Records an error if the parameter is present. */
    public void refuse(String name, String reason) {
        optional(name, _ -> {
            throw new InvalidValue(name, reason);
        });
    }

    /** Records an error unless the parameter is present, with or without the value {@code true}. */
    public void require(String name, String reason) {
        String value = optional(name, Function.identity());
        if (value == null || !(value.isEmpty() || value.equals("true"))) {
            faults.<String>collect(() -> {
                throw new InvalidValue(name, reason);
            });
        }
    }

    /** Returns the maximum number of items per page; {@code otherwise} if there is no valid {@code limit}. */
    public int limit(int otherwise, int max) {
        Integer limit = optional("limit", text -> {
            if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
                throw new InvalidValue("limit", "must be a number from 1 to " + max);
            }
            return Integer.valueOf(text);
        });
        return limit == null ? otherwise : limit;
    }

    /** Throws {@link InvalidInput} with all recorded errors, if any. */
    public void throwIfInvalid() {
        faults.throwIfAny();
    }
}
