package io.clubroom.web.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a content.
 *
 * @param first the offset of the first byte
 * @param length not zero
 */
record ByteRange(long first, long length) {
    /** Limits the number of digits, to avoid overflow. */
    private static final Pattern ONE_RANGE =
            Pattern.compile("[Bb][Yy][Tt][Ee][Ss]=[ \\t]*(\\d{0,18})-(\\d{0,18})[ \\t]*");

    private static final ByteRange NONE = new ByteRange(0, 0);

    /**
     * Parses a {@code Range} header (RFC 9110 §14.1.2).
     *
     * @return null if the header is absent, malformed, in another unit or has several ranges, and is therefore ignored, as §14.2 permits;
     * an empty range if the content has none of the requested bytes
     */
    static @Nullable ByteRange of(@Nullable String header, long size) {
        Matcher range = header == null ? null : ONE_RANGE.matcher(header);
        if (range == null || !range.matches()) {
            return null;
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? null : suffix(Long.parseLong(last), size);
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return null;
        }
        return from >= size ? NONE : new ByteRange(from, Math.min(to, size - 1) - from + 1);
    }

    private static ByteRange suffix(long length, long size) {
        long most = Math.min(length, size);
        return most == 0 ? NONE : new ByteRange(size - most, most);
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** The value of {@code Content-Range} (RFC 9110 §14.4). */
    String of(long size) {
        return isEmpty() ? "bytes */" + size : "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
