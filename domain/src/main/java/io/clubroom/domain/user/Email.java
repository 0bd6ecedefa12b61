package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** An e-mail address. Unique ignoring case; the spelling is kept. */
public record Email(String value) {
    /** RFC 5321 §4.5.3.1.3 allows a path of 256 characters, which includes two angle brackets. */
    public static final int MAX_LENGTH = 254;

    private static final int MAX_LOCAL_PART = 64;
    private static final String ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern DOT_ATOM = Pattern.compile(ATEXT + "(?:\\." + ATEXT + ")*");
    private static final Pattern DOMAIN = Pattern.compile("(?:" + LABEL + "\\.)+(?![0-9]+$)" + LABEL + "|localhost");

    /** Accepts dot-atom@domain (RFC 5322 §3.4.1). The domain has two labels or more, or is {@code localhost}. */
    public static Email of(String value) {
        int at = value.lastIndexOf('@');
        if (value.length() > MAX_LENGTH
                || at < 1
                || at > MAX_LOCAL_PART
                || !DOT_ATOM.matcher(value.substring(0, at)).matches()
                || !DOMAIN.matcher(value.substring(at + 1)).matches()) {
            throw new InvalidValue("email", "must be a valid e-mail address of at most " + MAX_LENGTH + " characters");
        }
        return new Email(value);
    }

    /** The part before the {@code @}. */
    public String localPart() {
        return value.substring(0, Math.max(0, value.lastIndexOf('@')));
    }

    /** Whether the addresses are equal, ignoring case. */
    public boolean isSameAs(Email other) {
        return CaseFolding.fold(value).equals(CaseFolding.fold(other.value));
    }

    @Override
    public String toString() {
        return value;
    }
}
