package io.clubroom.web.oauth;

import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.IdTokenIssuer;
import io.micronaut.security.oauth2.client.DefaultOpenIdProviderMetadata;
import io.micronaut.security.oauth2.client.OpenIdProviderMetadata;
import io.micronaut.security.oauth2.endpoint.AuthenticationMethods;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of an OpenID Connect provider (OpenID Connect Discovery 1.0 §3).
 *
 * @param issuer exactly as in its ID tokens
 * @param authenticationMethod how this server authenticates at the token endpoint
 * @param sendsIssuer whether every authorization response names the issuer (RFC 9207 §3)
 */
record OpenIdMetadata(
        String issuer,
        URI authorize,
        URI token,
        @Nullable URI userinfo,
        URI keys,
        String authenticationMethod,
        boolean sendsIssuer) {
    static OpenIdMetadata of(Endpoints.Fixed endpoints, IdTokenIssuer idTokens) {
        return new OpenIdMetadata(
                idTokens.issuer(),
                endpoints.authorize(),
                endpoints.token(),
                endpoints.userinfo(),
                idTokens.keys(),
                AuthenticationMethods.CLIENT_SECRET_POST,
                false);
    }

    /** Checks the metadata that the configured issuer returned, or throws {@link ProviderFailure}. */
    static OpenIdMetadata of(Answer answer, URI configured) {
        String issuer = answer.required("issuer");
        // Whether the issuer ends with a slash is easily confused in the settings.
        if (!withoutSlash(issuer).equals(withoutSlash(configured.toString()))) {
            throw new ProviderFailure("its metadata names another issuer than OIDC_ISSUER", null);
        }
        boolean secure = "https".equals(configured.getScheme());
        return new OpenIdMetadata(
                issuer,
                address(answer, "authorization_endpoint", secure),
                address(answer, "token_endpoint", secure),
                answer.has("userinfo_endpoint") ? address(answer, "userinfo_endpoint", secure) : null,
                address(answer, "jwks_uri", secure),
                authenticationMethod(answer.fields().get("token_endpoint_auth_methods_supported")),
                answer.isTrue("authorization_response_iss_parameter_supported"));
    }

    OpenIdProviderMetadata toLibrary() {
        DefaultOpenIdProviderMetadata metadata = new DefaultOpenIdProviderMetadata();
        metadata.setIssuer(issuer);
        metadata.setAuthorizationEndpoint(authorize.toString());
        metadata.setTokenEndpoint(token.toString());
        metadata.setTokenEndpointAuthMethodsSupported(List.of(authenticationMethod));
        metadata.setJwksUri(keys.toString());
        return metadata;
    }

    /** {@code client_secret_basic} is the default, also if nothing that this server can do is supported. */
    private static String authenticationMethod(@Nullable Object supported) {
        return supported instanceof List<?> methods
                        && !methods.contains(AuthenticationMethods.CLIENT_SECRET_BASIC)
                        && methods.contains(AuthenticationMethods.CLIENT_SECRET_POST)
                ? AuthenticationMethods.CLIENT_SECRET_POST
                : AuthenticationMethods.CLIENT_SECRET_BASIC;
    }

    private static URI address(Answer answer, String field, boolean secure) {
        try {
            URI address = URI.create(answer.required(field));
            if (address.getHost() != null
                    && ("https".equals(address.getScheme()) || (!secure && "http".equals(address.getScheme())))) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // Reported below, like a URI of another scheme.
        }
        throw new ProviderFailure("its metadata has an unusable " + field, null);
    }

    private static String withoutSlash(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
}
