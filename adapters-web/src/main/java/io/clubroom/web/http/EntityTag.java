package io.clubroom.web.http;

/**
 * An entity tag, the version of a resource (RFC 9110 §8.8.3).
 *
 * @param opaque the text between the quotes
 */
public record EntityTag(boolean weak, String opaque) {
    /** The strong tag of a version number. */
    public static EntityTag ofVersion(long version) {
        return new EntityTag(false, Long.toString(version));
    }

    /** Strong comparison (RFC 9110 §8.8.3.2). */
    boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Weak comparison (RFC 9110 §8.8.3.2). */
    boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** The value of an {@code ETag} header. */
    @Override
    public String toString() {
        return (weak ? "W/" : "") + '"' + opaque + '"';
    }
}
