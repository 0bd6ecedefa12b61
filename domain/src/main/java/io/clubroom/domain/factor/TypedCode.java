package io.clubroom.domain.factor;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody typed as a time-based code or a recovery code.
 *
 * @param characters without spaces and hyphens, in small letters
 */
public record TypedCode(String characters) {
    private static final Pattern SPACES_AND_HYPHENS = Pattern.compile("[\\s\\u00A0\\p{Pd}]+");

    /** Whoever copies a code may add spaces, or type capitals. */
    public static TypedCode of(String typed) {
        return new TypedCode(SPACES_AND_HYPHENS.matcher(typed).replaceAll("").toLowerCase(Locale.ROOT));
    }

    /** Empty if it cannot be a recovery code, whose length no time-based code has. */
    public Optional<RecoveryCode> recoveryCode() {
        return RecoveryCode.parse(characters);
    }

    @Override
    public String toString() {
        return "TypedCode[hidden]";
    }
}
