package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** The short name a user chose; unique without regard to case, kept as it was spelled. */
public record Username(String value) {
    private static final int MIN_LENGTH = 3;
    private static final int MAX_LENGTH = 50;
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.-]{" + MIN_LENGTH + "," + MAX_LENGTH + "}");

    /** A name under today's rule; stored names may be older than it. */
    public static Username of(String value) {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValue("username", "must be 3 to 50 letters, digits, '_', '.' or '-'");
        }
        return new Username(value);
    }

    /**
     * A name made of what stands before the {@code @}, with what is not allowed replaced and cut where it is too long.
     *
     * @param prefix put before what is too short
     * @param suffix tells names apart that are made of the same; short, of characters that a name may have
     */
    public static Username madeOf(Email email, String prefix, String suffix) {
        String stem = email.localPart().replaceAll("[^A-Za-z0-9_.-]", "_");
        String name = stem.substring(0, Math.min(stem.length(), MAX_LENGTH - suffix.length())) + suffix;
        return Username.of(name.length() < MIN_LENGTH ? prefix + name : name);
    }

    @Override
    public String toString() {
        return value;
    }
}
