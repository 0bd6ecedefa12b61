package io.clubroom.domain.file;

import java.util.Locale;

/** A media type without parameters, in lower case, like {@code image/png} (RFC 6838 §4.2). */
public record MediaType(String value) {
    /** What the bytes of a content say if they say nothing else. */
    public static final MediaType OCTETS = new MediaType("application/octet-stream");

    /** @param text may have parameters, which are left out */
    public static MediaType of(String text) {
        int end = text.indexOf(';');
        return new MediaType((end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT));
    }

    /** The part before the slash. */
    public String type() {
        return value.substring(0, value.indexOf('/'));
    }

    @Override
    public String toString() {
        return value;
    }
}
