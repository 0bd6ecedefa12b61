package io.clubroom.web.http;

import io.clubroom.domain.validation.InvalidValue;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a form in a request body, as browsers send it: {@code application/x-www-form-urlencoded} in UTF-8 (URL Standard §5).
 * Reading a field records its error, which is shown beside the field. Unknown fields are ignored.
 */
public final class FormFields {
    private final Map<String, String> given;
    private final Map<String, String> faults = new HashMap<>();

    private FormFields(Map<String, String> given) {
        this.given = given;
    }

    /** An empty form. */
    public static FormFields empty() {
        return new FormFields(Map.of());
    }

    /** Parses a body, which may be null. Throws {@link MalformedBody} if it is not a form, or has a field twice. */
    public static FormFields parse(@jakarta.annotation.Nullable byte[] body) {
        if (body == null) {
            return empty();
        }
        Map<String, String> given = new HashMap<>();
        // Decoded as one character per byte, because URLDecoder replaces invalid UTF-8.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (given.put(name, value) != null) {
                throw new MalformedBody("The form has a field more than once");
            }
        }
        return new FormFields(given);
    }

    /** Whether the field is present, even if empty. */
    public boolean has(String field) {
        return given.containsKey(field);
    }

    /** Returns the text of the field; empty if it is absent. */
    public String text(String field) {
        return given.getOrDefault(field, "");
    }

    /** Returns the value of a field; null if it is invalid, with its error recorded. An absent field counts as empty. */
    public <T> @Nullable T required(String field, Function<String, T> value) {
        try {
            return value.apply(text(field));
        } catch (InvalidValue invalid) {
            addFault(field, invalid.reason());
            return null;
        }
    }

    /** The value of a field; null if it is absent, blank or invalid. */
    public <T> @Nullable T optional(String field, Function<String, T> value) {
        return text(field).isBlank() ? null : required(field, value);
    }

    public void addFault(String field, String reason) {
        faults.put(field, reason);
    }

    /** Returns why the value is invalid, as the end of a sentence that begins with the field; empty if it is valid. */
    public String fault(String field) {
        return faults.getOrDefault(field, "");
    }

    public boolean isValid() {
        return faults.isEmpty();
    }

    private static String decoded(String text) {
        try {
            byte[] bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException malformed) {
            throw new MalformedBody("The form is not percent-encoded");
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedBody("The form is not valid UTF-8");
        }
    }
}
