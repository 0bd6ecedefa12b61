package io.clubroom.web.http;

/**
 * Names a version of a resource (RFC 9110 §8.8.3).
 *
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {
    /** The tag of a numbered version. */
    public static EntityTag ofVersion(long version) {
        return new EntityTag(false, Long.toString(version));
    }

    /** Whether both are strong and the same (RFC 9110 §8.8.3.2). */
    boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Whether both are the same, strong or not. */
    boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** The tag as it stands in a header. */
    @Override
    public String toString() {
        return (weak ? "W/" : "") + '"' + opaque + '"';
    }
}
