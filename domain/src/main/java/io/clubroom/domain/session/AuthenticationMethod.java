package io.clubroom.domain.session;

import java.util.Locale;

/** A method by which a user proved who they are, as in the claim {@code amr} (RFC 8176 §2, but {@link #FED}). */
public enum AuthenticationMethod {
    /** A password. */
    PWD,
    /** A one-time password: a code of an authenticator app, or a recovery code. */
    OTP,
    /** A passkey whose key stays in one device. */
    HWK,
    /** A passkey whose key can be copied to other devices. */
    SWK,
    /** An external identity provider; a name of our own. */
    FED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The method as tokens and the database spell it. */
    public String text() {
        return text;
    }

    /** The method with this {@link #text()}. */
    public static AuthenticationMethod of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
