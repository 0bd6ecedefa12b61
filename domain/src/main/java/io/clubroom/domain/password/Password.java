package io.clubroom.domain.password;

import io.clubroom.domain.validation.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A password in plain text; {@link #toString} hides it. */
public final class Password {
    private static final int MIN_LENGTH = 8;
    /** bcrypt silently ignores the bytes after these. */
    private static final int MAX_BYTES = 72;

    private final String value;

    /** A password to verify, which need not satisfy the rules for new ones. */
    public Password(String value) {
        this.value = value;
    }

    /**
     * A new password.
     *
     * @throws InvalidValue for {@code password}, with every rule that is broken
     */
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
            faults.add("be valid Unicode text without U+0000");
        }
        if (!faults.isEmpty()) {
            throw new InvalidValue("password", "must " + String.join(", ", faults));
        }
        return new Password(value);
    }

    /** Whether bcrypt would ignore a part of it. Hashes made by earlier software may have. */
    public boolean isTooLong() {
        return value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    /** The plain text. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }
}
