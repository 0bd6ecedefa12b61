package io.clubroom.domain.identity;

import org.jspecify.annotations.Nullable;

/** The authorization response, with which the provider redirects the browser back (RFC 6749 §4.1.2). */
public sealed interface ProviderAnswer {
    /**
     * The user consented.
     *
     * @param code the authorization code, which can be redeemed once
     * @param issuer the issuer, if the response names it (RFC 9207)
     */
    record Granted(String code, @Nullable String issuer) implements ProviderAnswer {
        @Override
        public String toString() {
            return "Granted[hidden]";
        }
    }

    /** The user denied the request. */
    record Denied() implements ProviderAnswer {}

    /** The provider reports another error. */
    record Unusable() implements ProviderAnswer {}

    /** The response has neither a usable code nor an error. */
    record CodeMissing() implements ProviderAnswer {}
}
