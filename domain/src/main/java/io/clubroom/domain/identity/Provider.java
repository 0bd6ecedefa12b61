package io.clubroom.domain.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** An identity provider. */
public enum Provider {
    GOOGLE,
    FACEBOOK,
    GITHUB,
    /** Any OpenID Connect provider. */
    OIDC;

    /** Finds a provider by its {@link #text()}. */
    public static Optional<Provider> of(String text) {
        return Arrays.stream(values())
                .filter(provider -> provider.text().equals(text))
                .findFirst();
    }

    /** The name in URLs. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
