package io.clubroom.domain.file;

import java.util.Locale;
import java.util.Set;

/** A media type without parameters, in lower case, like {@code image/png} (RFC 6838 §4.2). */
public record MediaType(String value) {
    /** The type of a content whose bytes do not reveal another one. */
    public static final MediaType OCTETS = new MediaType("application/octet-stream");

    /** The types of pictures that can be decoded. */
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    /** @param text may have parameters, which are ignored */
    public static MediaType of(String text) {
        int end = text.indexOf(';');
        return new MediaType((end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT));
    }

    /** The part before the slash. */
    public String type() {
        return value.substring(0, value.indexOf('/'));
    }

    /** Whether pictures of this type can be decoded, so that thumbnails and avatars can be made of them. */
    public boolean isPicture() {
        return PICTURES.contains(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
