package io.clubroom.domain.identity;

import org.jspecify.annotations.Nullable;

/** What a provider sends a browser back with. */
public sealed interface ProviderAnswer {
    /**
     * The user may be asked about.
     *
     * @param code good once, for whoever has the secrets of the sign-in
     * @param issuer who says so, where it says so (RFC 9207)
     */
    record Granted(String code, @Nullable String issuer) implements ProviderAnswer {
        @Override
        public String toString() {
            return "Granted[hidden]";
        }
    }

    /** The user said no. */
    record Denied() implements ProviderAnswer {}

    /** Nothing that can be understood, or that it failed. */
    record Unusable() implements ProviderAnswer {}
}
