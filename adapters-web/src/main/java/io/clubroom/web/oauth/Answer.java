package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.validation.InvalidValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object from a provider, who may send anything. */
record Answer(Map<String, Object> fields) {
    /** OpenID Connect Core 1.0 §2 gives subjects no more. */
    private static final int MAX_SUBJECT_LENGTH = 255;

    @Nullable
    String text(String field) {
        return fields.get(field) instanceof String text && !text.isBlank() ? text : null;
    }

    /** The text of the field, or {@link ProviderFailure}. */
    String required(String field) {
        String text = text(field);
        if (text == null) {
            throw new ProviderFailure("its answer has no " + field, null);
        }
        return text;
    }

    /** An id that is a text or a whole number, or {@link ProviderFailure}. */
    String id(String field) {
        Object value = fields.get(field);
        String id = value instanceof Long || value instanceof Integer ? value.toString() : required(field);
        if (id.length() > MAX_SUBJECT_LENGTH || id.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ProviderFailure("its answer has an unusable " + field, null);
        }
        return id;
    }

    /** Whether the field is true; some providers write it as a text. */
    boolean isTrue(String field) {
        return Boolean.TRUE.equals(fields.get(field)) || "true".equals(fields.get(field));
    }

    boolean has(String field) {
        return fields.get(field) != null;
    }

    /** The field as an address that Clubroom takes; null if it is none. */
    @Nullable
    Email email(String field) {
        String text = text(field);
        try {
            return text == null ? null : Email.of(text);
        } catch (InvalidValue unusable) {
            return null;
        }
    }
}
