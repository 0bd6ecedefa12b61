package io.clubroom.domain.password;

import io.clubroom.domain.validation.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A password in clear; it never prints itself. */
public final class Password {
    private static final int MIN_LENGTH = 8;
    /** bcrypt reads no further, so a longer password would be cut without a word. */
    private static final int MAX_BYTES = 72;

    private final String value;

    /** A password as somebody typed it, good or not. */
    public Password(String value) {
        this.value = value;
    }

    /** A password that may be chosen; faults name the field {@code password}. */
    public static Password of(String value) {
        List<String> faults = new ArrayList<>();
        if (value.codePointCount(0, value.length()) < MIN_LENGTH) {
            faults.add("be at least " + MIN_LENGTH + " characters long");
        }
        if (new Password(value).isTooLong()) {
            faults.add("be at most " + MAX_BYTES + " bytes long in UTF-8");
        }
        if (value.codePoints().noneMatch(Character::isDigit)) {
            faults.add("contain at least one digit");
        }
        if (value.codePoints().noneMatch(Character::isUpperCase)) {
            faults.add("contain at least one uppercase letter");
        }
        if (value.codePoints().noneMatch(Character::isLowerCase)) {
            faults.add("contain at least one lowercase letter");
        }
        if (value.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            faults.add("be valid text");
        }
        if (!faults.isEmpty()) {
            throw new InvalidValue("password", "must " + String.join(", ", faults));
        }
        return new Password(value);
    }

    /** Whether it could only be hashed in part. Programs before this one may have done so. */
    public boolean isTooLong() {
        return value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    /** The password itself, for whoever hashes it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
