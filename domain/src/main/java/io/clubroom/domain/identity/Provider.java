package io.clubroom.domain.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Somebody whose word is taken for who a user is. */
public enum Provider {
    GOOGLE,
    FACEBOOK,
    GITHUB,
    /** Any one provider that speaks OpenID Connect. */
    OIDC;

    /** Finds a provider by its {@link #text()}. */
    public static Optional<Provider> of(String text) {
        return Arrays.stream(values())
                .filter(provider -> provider.text().equals(text))
                .findFirst();
    }

    /** The name as clients spell it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
