package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.validation.InvalidValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The unvalidated fields of a provider's JSON object. */
record Answer(Map<String, Object> fields) {
    /** In ASCII characters (OpenID Connect Core 1.0 §2). */
    private static final int MAX_SUBJECT_LENGTH = 255;

    @Nullable
    String text(String field) {
        return fields.get(field) instanceof String text && !text.isBlank() ? text : null;
    }

    /** The field as text, or {@link ProviderFailure}. */
    String required(String field) {
        String text = text(field);
        if (text == null) {
            throw new ProviderFailure("its response has no " + field, null);
        }
        return text;
    }

    /** The field as an id, which may be text or an integer, or {@link ProviderFailure}. */
    String id(String field) {
        Object value = fields.get(field);
        String id = value instanceof Long || value instanceof Integer ? value.toString() : required(field);
        if (id.length() > MAX_SUBJECT_LENGTH || id.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ProviderFailure("its response has an invalid " + field, null);
        }
        return id;
    }

    /** Whether the field is {@code true} or, as some providers write it, {@code "true"}. */
    boolean isTrue(String field) {
        return Boolean.TRUE.equals(fields.get(field)) || "true".equals(fields.get(field));
    }

    boolean has(String field) {
        return fields.get(field) != null;
    }

    /** The field as an e-mail address; null if it is missing or invalid. */
    @Nullable
    Email email(String field) {
        String text = text(field);
        try {
            return text == null ? null : Email.of(text);
        } catch (InvalidValue invalid) {
            return null;
        }
    }
}
