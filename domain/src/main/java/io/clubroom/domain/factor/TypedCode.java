package io.clubroom.domain.factor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A time-based code or recovery code as typed by a user.
 *
 * @param characters the code without spaces and hyphens, in lower case
 */
public record TypedCode(String characters) {
    private static final Pattern SPACES_AND_HYPHENS = Pattern.compile("[\\s\\u00A0\\p{Pd}]+");

    /** Normalizes the typed text: users may add spaces and hyphens or type capitals. */
    public static TypedCode of(String typed) {
        return new TypedCode(SPACES_AND_HYPHENS.matcher(typed).replaceAll("").toLowerCase(Locale.ROOT));
    }

    /** Returns the recovery code; empty if it cannot be one, whose length no time-based code has. */
    public Optional<RecoveryCode> recoveryCode() {
        return RecoveryCode.parse(characters);
    }

    @Override
    public String toString() {
        return "TypedCode[hidden]";
    }
}
