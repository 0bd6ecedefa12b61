package io.clubroom.domain.factor;

import java.util.Locale;

/** The second factors that users can give, strongest first. */
public enum SecondFactor {
    PASSKEY,
    /** A time-based code of an authenticator app (RFC 6238). */
    TOTP,
    RECOVERY_CODE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The factor as the API spells it. */
    public String text() {
        return text;
    }
}
