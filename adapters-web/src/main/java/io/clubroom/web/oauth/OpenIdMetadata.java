package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ProviderFailure;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer of OpenID Connect says of itself (OpenID Connect Discovery 1.0 §3).
 *
 * @param issuer as it writes it in its ID tokens
 * @param takesSecretInHeader whether this server may name itself in a header at its token endpoint, which is the default
 * @param namesItselfInAnswers whether every answer that it sends a browser back with has its name (RFC 9207)
 */
record OpenIdMetadata(
        String issuer,
        URI authorize,
        URI token,
        @Nullable URI userinfo,
        URI keys,
        boolean takesSecretInHeader,
        boolean namesItselfInAnswers) {
    /** Reads what the issuer answers, or throws {@link ProviderFailure}. */
    static OpenIdMetadata of(Answer answer, URI configured) {
        String issuer = answer.required("issuer");
        // Operators forget the slash at the end, or add one.
        if (!withoutSlash(issuer).equals(withoutSlash(configured.toString()))) {
            throw new ProviderFailure("it calls itself another issuer than OIDC_ISSUER", null);
        }
        boolean secure = "https".equals(configured.getScheme());
        return new OpenIdMetadata(
                issuer,
                address(answer, "authorization_endpoint", secure),
                address(answer, "token_endpoint", secure),
                answer.has("userinfo_endpoint") ? address(answer, "userinfo_endpoint", secure) : null,
                address(answer, "jwks_uri", secure),
                !(answer.fields().get("token_endpoint_auth_methods_supported") instanceof List<?> methods)
                        || methods.contains("client_secret_basic")
                        || !methods.contains("client_secret_post"),
                answer.isTrue("authorization_response_iss_parameter_supported"));
    }

    private static URI address(Answer answer, String field, boolean secure) {
        try {
            URI address = URI.create(answer.required(field));
            if (address.getHost() != null
                    && ("https".equals(address.getScheme()) || (!secure && "http".equals(address.getScheme())))) {
                return address;
            }
        } catch (IllegalArgumentException notAUri) {
            // Said below, as for a URI that cannot be used.
        }
        throw new ProviderFailure("its configuration has an unusable " + field, null);
    }

    private static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
}
