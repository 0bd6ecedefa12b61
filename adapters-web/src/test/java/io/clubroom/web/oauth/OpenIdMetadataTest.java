package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.clubroom.domain.identity.ProviderFailure;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdMetadataTest {
    private static OpenIdMetadata read(String issuer, Map<String, Object> changes) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "issuer", issuer,
                "authorization_endpoint", issuer + "/authorize",
                "token_endpoint", issuer + "/token",
                "userinfo_endpoint", issuer + "/userinfo",
                "jwks_uri", issuer + "/jwks"));
        fields.putAll(changes);
        return OpenIdMetadata.of(new Answer(fields), URI.create(issuer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"})
    void an_https_issuer_needs_https_endpoints(String field) {
        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> read("https://issuer.example", Map.of(field, "http://issuer.example/x")))
                .withMessage("its metadata has an unusable " + field);
    }

    @Test
    void metadata_of_another_issuer_is_rejected() {
        assertThatExceptionOfType(ProviderFailure.class)
                .isThrownBy(() -> read("https://issuer.example", Map.of("issuer", "https://evil.example")))
                .withMessage("its metadata names another issuer than OIDC_ISSUER");
    }

    @Test
    void an_http_issuer_may_have_http_endpoints() {
        assertThat(read("http://localhost:9000", Map.of()).token())
                .isEqualTo(URI.create("http://localhost:9000/token"));
    }
}
