package io.clubroom.domain.session;

import java.util.Locale;

/** How a session was opened. */
public enum SignInMethod {
    PASSWORD,
    OAUTH,
    PASSKEY;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The method as the API and the database spell it. */
    public String text() {
        return text;
    }

    /** The method with this {@link #text()}. */
    public static SignInMethod of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
