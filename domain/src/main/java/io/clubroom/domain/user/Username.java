package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** A unique short name. Unique ignoring case; the spelling is kept. */
public record Username(String value) {
    private static final int MIN_LENGTH = 3;
    private static final int MAX_LENGTH = 50;
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_.-]{" + MIN_LENGTH + "," + MAX_LENGTH + "}");

    /** Accepts 3 to 50 letters, digits, {@code _}, {@code .} and {@code -}. Stored names may predate this rule. */
    public static Username of(String value) {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValue("username", "must be 3 to 50 characters: letters, digits, '_', '.' or '-'");
        }
        return new Username(value);
    }

    /**
     * Derives a valid name from the local part of the address: replaces characters that are not allowed and truncates it.
     *
     * @param prefix added to a name that would be too short
     * @param suffix distinguishes names derived from equal local parts; short, and valid in a name
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
