package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.identity.Provider;
import io.clubroom.testkit.Logged;
import io.clubroom.web.support.OpenIdIssuer;
import io.clubroom.web.support.ProviderDouble;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import io.micronaut.security.oauth2.routes.OauthController;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Sign-in with OpenID Connect, at a mock-oauth2-server. */
class OpenIdTest {
    private static final AtomicInteger EXPIRATIONS = new AtomicInteger();

    private static TestServer server;
    private static ProviderDouble provider;
    private static OpenIdIssuer issuer;

    @BeforeAll
    static void start() {
        provider = TestServer.fresh().provider;
        issuer = provider.issuer;
        server = TestServer.with(provider.settings());
    }

    @AfterAll
    static void stop() {
        server.context().close();
    }

    /** The keys and metadata that other tests left behind have expired. */
    @BeforeEach
    void reset() {
        server.reset();
        server.clock.advance(Duration.ofHours(2L * EXPIRATIONS.incrementAndGet()));
    }

    private Reply signIn() {
        return new Browser(server).signIn("oidc");
    }

    /** @param why the reason in the log, which the client does not get */
    private void assertRefused(String why) {
        try (Logged log = Logged.everything()) {
            Reply reply = signIn();
            assertThat(reply.status()).as(reply.toString()).isEqualTo(502);
            assertThat(reply.text("code")).isEqualTo("oauth_provider_error");
            assertThat(reply.text("message"))
                    .isEqualTo("The provider did not respond in time, or its response was invalid.");
            assertThat(log.events())
                    .extracting(event -> event.getFormattedMessage())
                    .anyMatch(line -> line.startsWith("Sign-in with oidc failed: " + why));
        }
    }

    private void assertTokenRefused(String why) {
        assertRefused("its ID token was rejected: " + why);
    }

    /** A wrong claim in an otherwise valid ID token. */
    enum Wrong {
        NONCE("nonce", "another", "wrong nonce"),
        NO_NONCE("nonce", null, "wrong nonce"),
        NONCE_OF_ANOTHER_TYPE("nonce", List.of("x"), "wrong nonce"),
        ISSUER("iss", "https://evil.example", "wrong issuer"),
        NO_ISSUER("iss", null, "wrong issuer"),
        AUDIENCE("aud", "somebody else", "wrong audience"),
        NO_AUDIENCE("aud", List.of(), "wrong audience"),
        SEVERAL_AUDIENCES("aud", List.of(ProviderDouble.CLIENT_ID, "somebody else"), "wrong authorized party"),
        PARTY("azp", "somebody else", "wrong authorized party"),
        NO_TIME_OF_ISSUE("iat", null, "issued in the future");

        private final String claim;
        private final @Nullable Object value;
        private final String why;

        Wrong(String claim, @Nullable Object value, String why) {
            this.claim = claim;
            this.value = value;
            this.why = why;
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejects_a_token_with_a_wrong_claim(Wrong wrong) {
        issuer.claim(wrong.claim, wrong.value);

        assertTokenRefused(wrong.why);
    }

    @Test
    void rejects_an_invalid_subject() {
        for (String subject : new String[] {"x".repeat(256), "a\0b", ""}) {
            issuer.claim("sub", subject);
            assertRefused("its ");
        }
        issuer.claim("sub", null);
        assertRefused("its response has no sub");
    }

    @Test
    void rejects_an_expired_or_premature_token_with_a_tolerance_of_a_minute() {
        Instant now = server.clock.instant();
        Date right = Date.from(now);
        issuer.claim("exp", Date.from(now.minusSeconds(61)));
        assertTokenRefused("expired");
        issuer.claim("exp", Date.from(now.plusSeconds(300)));
        issuer.claim("iat", Date.from(now.plusSeconds(62)));
        assertTokenRefused("issued in the future");
        issuer.claim("iat", right);
        issuer.claim("nbf", Date.from(now.plusSeconds(62)));
        assertTokenRefused("not yet valid");
        issuer.claim("nbf", right);
        issuer.claim("exp", Date.from(now.minusSeconds(50)));
        issuer.claim("iat", Date.from(now.plusSeconds(50)));
        assertThat(signIn().status()).isEqualTo(200);
        issuer.idToken(token -> signed(
                new JWTClaimsSet.Builder(token.getJWTClaimsSet())
                        .expirationTime(null)
                        .build(),
                issuer.key(),
                issuer.key().getKeyID()));
        assertTokenRefused("expired");
    }

    @Test
    void rejects_an_unsigned_token_and_one_signed_with_another_key() throws JOSEException {
        String keyId = issuer.key().getKeyID();
        RSAKey foreign = new RSAKeyGenerator(2048).generate();
        Map<String, OpenIdIssuer.Forgery> forgeries = Map.of(
                "alg: none", token -> new PlainJWT(token.getJWTClaimsSet()).serialize(),
                "a foreign key under the issuer's name", token -> signed(token.getJWTClaimsSet(), foreign, keyId),
                "a foreign key", token -> signed(token.getJWTClaimsSet(), foreign, "foreign"),
                "the public key as a secret",
                        token -> signedBySecret(
                                token, issuer.key().toPublicJWK().toJSONString().getBytes()),
                "the public key as a secret, encoded",
                        token -> signedBySecret(
                                token, issuer.key().toRSAPublicKey().getEncoded()),
                "the client's secret",
                        token -> signedBySecret(token, "a client secret that is long enough for HS256".getBytes()),
                "other claims under the signature",
                        token -> token.getHeader().toBase64URL()
                                + "."
                                + new JWTClaimsSet.Builder(token.getJWTClaimsSet())
                                        .subject("o-2")
                                        .build()
                                        .toPayload()
                                        .toBase64URL()
                                + "." + token.getSignature(),
                "no signature",
                        token ->
                                token.serialize().substring(0, token.serialize().lastIndexOf('.') + 1),
                "nonsense", token -> "nonsense",
                "the secret of this server's access tokens",
                        token -> signedBySecret(token, TestServer.SECRET.getBytes(StandardCharsets.UTF_8)));
        forgeries.forEach((what, forgery) -> {
            issuer.idToken(forgery);
            assertTokenRefused("");
        });
        issuer.idToken(SignedJWT::serialize);
        assertThat(signIn().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "\"x\"",
                "{}",
                "{\"alg\":null}",
                "{\"alg\":7}",
                "{\"alg\":\"RS256\",\"kid\":7}",
                "{\"alg\":\"RS256\",\"jwk\":null}",
                "{\"alg\":\"RS256\",\"crit\":[null]}",
                "{\"alg\":\"RS256\",\"x5c\":[7]}",
                "{\"alg\":\"RSA-OAEP\",\"enc\":null}",
                "{",
                ""
            })
    void rejects_a_token_with_a_malformed_header(String header) {
        issuer.idToken(token ->
                Base64URL.encode(header) + "." + token.getPayload().toBase64URL() + "." + token.getSignature());
        assertTokenRefused("");

        issuer.idToken(token -> Base64URL.encode(header) + ".AA.AA.AA.AA");
        assertTokenRefused("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "{",
                "",
                "{\"exp\":null}",
                "{\"exp\":\"x\"}",
                "{\"exp\":1e999}",
                "{\"iat\":[]}",
                "{\"aud\":7}",
                "{\"aud\":[null]}",
                "{\"aud\":{}}",
                "{\"iss\":7}",
                "{\"sub\":[]}"
            })
    void rejects_a_token_with_malformed_claims(String claims) {
        issuer.idToken(token -> {
            JWSObject signed = new JWSObject(token.getHeader(), new Payload(claims));
            signed.sign(new RSASSASigner(issuer.key()));
            return signed.serialize();
        });

        assertTokenRefused("");
    }

    private static String signed(JWTClaimsSet claims, RSAKey key, String keyId) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String signedBySecret(SignedJWT right, byte[] secret) throws JOSEException, ParseException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(right.getHeader().getKeyID())
                        .build(),
                right.getJWTClaimsSet());
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    @Test
    void accepts_a_token_for_several_audiences_if_this_server_is_the_authorized_party() {
        issuer.claim("aud", List.of("api", ProviderDouble.CLIENT_ID));
        issuer.claim("azp", ProviderDouble.CLIENT_ID);

        assertThat(signIn().status()).isEqualTo(200);
    }

    @Test
    void accepts_a_token_signed_on_an_elliptic_curve_and_fetches_a_new_key() throws JOSEException {
        assertThat(signIn().status()).isEqualTo(200);
        assertThat(signIn().status()).isEqualTo(200);
        assertThat(Collections.frequency(issuer.asked(), "/jwks")).isEqualTo(1);

        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
        issuer.answer("/jwks", 200, new JWKSet(next.toPublicJWK()).toString());
        issuer.idToken(token -> {
            SignedJWT other = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("next").build(), token.getJWTClaimsSet());
            other.sign(new ECDSASigner(next));
            return other.serialize();
        });

        assertThat(signIn().status()).isEqualTo(200);
        assertThat(Collections.frequency(issuer.asked(), "/jwks")).isEqualTo(2);
        issuer.idToken(SignedJWT::serialize);
        assertTokenRefused("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "leak-me", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}"})
    void rejects_a_token_without_a_matching_key(String keys) {
        issuer.answer("/jwks", 200, keys);

        assertRefused("its ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "{}",
                "{\"kty\":null}",
                "{\"kty\":\"XYZ\",\"kid\":\"x\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-999\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"key_ops\":[7]}",
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"x5c\":[\"!\"]}"
            })
    void leaves_out_keys_that_it_cannot_use(String key) {
        issuer.answer("/jwks", 200, "{\"keys\":[" + key + "," + issuer.key().toPublicJWK() + "]}");

        assertThat(signIn().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "{\"keys\":null}", "{\"keys\":[null]}"})
    void refuses_tokens_if_there_are_no_keys(String keys) {
        issuer.answer("/jwks", 200, keys);

        assertRefused("its ");
    }

    @Test
    void takes_addresses_for_verified_if_the_operator_vouches_for_the_issuer_and_it_does_not_say_otherwise() {
        OAuthSettings settings = provider.settings();
        Map<Provider, OAuthSettings.Registration> registrations = new EnumMap<>(settings.registrations());
        registrations.computeIfPresent(
                Provider.OIDC,
                (_, registration) -> new OAuthSettings.Registration(
                        registration.clientId(),
                        registration.clientSecret(),
                        new OAuthSettings.Endpoints.Discovered(issuer.address(), true)));
        TestServer trusting = TestServer.with(
                new OAuthSettings(registrations, settings.redirectUrl(), settings.returnUrls(), settings.timeout()));
        try {
            issuer.claim("email_verified", false);
            assertThat(new Browser(trusting).signIn("oidc").text("code")).isEqualTo("oauth_email_unverified");
            issuer.claim("email_verified", null);
            assertThat(new Browser(trusting).signIn("oidc").text("user.email")).isEqualTo("ada@example.com");
        } finally {
            trusting.context().close();
        }
    }

    @Test
    void reads_the_address_from_userinfo_if_the_token_has_none() {
        issuer.claim("email", null);
        issuer.claim("email_verified", null);
        issuer.change(
                "/userinfo", fields -> fields.putAll(Map.of("email", "ada@example.com", "email_verified", "true")));
        Reply reply = signIn();
        assertThat(reply.text("user.email")).isEqualTo("ada@example.com");

        issuer.change(
                "/userinfo",
                fields -> fields.putAll(Map.of("sub", "o-2", "email", "ada@example.com", "email_verified", true)));
        assertRefused("userinfo and ID token have different subjects");
    }

    @Test
    void reads_whether_the_address_is_verified_from_userinfo_if_the_token_does_not_say() {
        issuer.claim("email_verified", null);
        issuer.change("/userinfo", fields -> {
            fields.putAll(Map.of("email", "ada@new.example.com", "email_verified", true));
            fields.remove("name");
        });
        Reply reply = signIn();
        assertThat(reply.text("user.email")).isEqualTo("ada@new.example.com");
        assertThat(reply.text("user.full_name")).isEqualTo("Ada Lovelace");

        issuer.claim("sub", "o-3");
        issuer.change("/userinfo", fields -> {
            fields.remove("email");
            fields.put("email_verified", true);
        });
        assertThat(signIn().text("code")).isEqualTo("oauth_email_unverified");

        issuer.change("/userinfo", fields -> fields.putAll(Map.of("sub", "o-2", "email_verified", true)));
        assertRefused("userinfo and ID token have different subjects");
    }

    @Test
    void does_not_request_userinfo_about_an_unverified_address() {
        issuer.change("/userinfo", fields -> fields.put("email_verified", true));
        issuer.claim("email_verified", false);

        assertThat(signIn().text("code")).isEqualTo("oauth_email_unverified");
        assertThat(issuer.asked()).doesNotContain("/userinfo");
    }

    @Test
    void accepts_verified_addresses_only() {
        for (Object verified : new Object[] {false, "false", "yes", 1, List.of(true)}) {
            issuer.claim("email_verified", verified);
            assertThat(signIn().text("code")).isEqualTo("oauth_email_unverified");
        }
        issuer.claim("email_verified", null);
        assertThat(signIn().text("code")).isEqualTo("oauth_email_unverified");
    }

    @Test
    void rejects_an_authorization_response_of_another_issuer() {
        Browser browser = new Browser(server);

        String other = provider.consent(browser.begin("oidc")) + "&iss=https%3A%2F%2Fevil.example";
        assertThat(browser.callback(other).text("code")).isEqualTo("oauth_provider_error");
        String same = provider.consent(browser.begin("oidc")) + "&iss=" + issuer.address();
        assertThat(browser.callback(same).status()).isEqualTo(200);
    }

    @Test
    void rejects_an_authorization_response_without_the_issuer_if_the_metadata_announces_it() {
        issuer.change(
                OpenIdIssuer.CONFIGURATION,
                fields -> fields.put("authorization_response_iss_parameter_supported", true));
        Browser browser = new Browser(server);
        String none = provider.consent(browser.begin("oidc"));
        assertThat(browser.callback(none).text("code")).isEqualTo("oauth_provider_error");
        String same = provider.consent(browser.begin("oidc")) + "&iss=" + issuer.address();
        assertThat(browser.callback(same).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"issuer\":\"https://evil.example\"}",
                "{\"issuer\":7}",
                "not JSON",
                "{\"issuer\":\"%s\",\"authorization_endpoint\":\"javascript:alert(1)\"}"
            })
    void rejects_invalid_metadata(String configuration) {
        issuer.answer(
                OpenIdIssuer.CONFIGURATION,
                200,
                configuration.replace("%s", issuer.address().toString()));
        Reply reply = new Browser(server).get("/api/auth/oauth/oidc");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text("code")).isEqualTo("oauth_provider_error");
    }

    @Test
    void contacts_the_issuer_when_a_user_signs_in_and_again_after_a_failure() {
        TestServer fresh = TestServer.with(provider.settings());
        try {
            assertThat(issuer.asked()).isEmpty();
            issuer.answer(OpenIdIssuer.CONFIGURATION, 503, "");
            assertThat(new Browser(fresh).get("/api/auth/oauth/oidc").status()).isEqualTo(502);
            issuer.recover();
            assertThat(new Browser(fresh).signIn("oidc").status()).isEqualTo(200);
        } finally {
            fresh.context().close();
        }
    }

    @Test
    void accepts_an_issuer_with_a_trailing_slash_and_client_secret_post() {
        issuer.change(OpenIdIssuer.CONFIGURATION, fields -> fields.put("issuer", issuer.address() + "/"));
        issuer.claim("iss", issuer.address() + "/");
        issuer.wantSecretInForm();
        assertThat(new Browser(server).signIn("oidc").status()).isEqualTo(200);
    }

    @Test
    void rejects_an_access_token_signed_with_the_providers_key() throws JOSEException, ParseException {
        assertThat(signIn().status()).isEqualTo(200);
        JWTClaimsSet admin = SignedJWT.parse(server.adminToken()).getJWTClaimsSet();
        String forged = signed(admin, issuer.key(), issuer.key().getKeyID());

        assertThat(server.call("GET", "/api/users/me").bearer(forged).send().status())
                .isEqualTo(401);
        assertThat(server.context().getBeansOfType(SignatureConfiguration.class))
                .hasSize(1);
        assertThat(server.context().getBeansOfType(ReactiveSignatureConfiguration.class))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth/login/oidc",
                "/oauth/callback/oidc?code=x&state=y",
                "/oauth/login",
                "/oauth/logout",
                "/.well-known/oauth-protected-resource",
                "/.well-known/openid-configuration"
            })
    void has_no_routes_of_the_library(String path) {
        assertThat(server.call("GET", path).send().status()).isEqualTo(404);
        assertThat(server.context().getBeansOfType(OauthController.class)).isEmpty();
    }

    @Test
    void keeps_the_metadata_for_an_hour() {
        Browser browser = new Browser(server);
        assertThat(browser.signIn("oidc").status()).isEqualTo(200);
        server.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(browser.signIn("oidc").status()).isEqualTo(200);
        assertThat(Collections.frequency(issuer.asked(), OpenIdIssuer.CONFIGURATION))
                .isEqualTo(1);

        server.clock.advance(Duration.ofMillis(1));
        assertThat(browser.signIn("oidc").status()).isEqualTo(200);
        assertThat(Collections.frequency(issuer.asked(), OpenIdIssuer.CONFIGURATION))
                .isEqualTo(2);
    }

    @Test
    void uses_pkce_with_an_issuer_that_does_not_advertise_it() {
        issuer.change(OpenIdIssuer.CONFIGURATION, fields -> fields.remove("code_challenge_methods_supported"));
        assertThat(ProviderDouble.parameters(new Browser(server).begin("oidc")))
                .containsEntry("code_challenge_method", "S256")
                .containsKey("code_challenge");
    }

    @Test
    void logs_no_claim_and_no_secret_even_at_the_library_s_trace_level() {
        Logger library = (Logger) LoggerFactory.getLogger("io.micronaut.security.oauth2");
        library.setLevel(Level.TRACE);
        try (Logged log = Logged.everything()) {
            Browser browser = new Browser(server);
            String location = browser.begin("oidc");
            assertThat(browser.callback(provider.consent(location)).status()).isEqualTo(200);
            issuer.claim("nonce", "the-wrong-nonce");
            assertTokenRefused("wrong nonce");

            Map<String, String> secrets = ProviderDouble.parameters(location);
            assertThat(log.events().stream()
                            .map(event -> event.getFormattedMessage() + event.getThrowableProxy())
                            .reduce("", String::concat))
                    .contains("Token endpoint returned a success response")
                    .doesNotContain(secrets.get("state"))
                    .doesNotContain(secrets.get("nonce"))
                    .doesNotContain("the-wrong-nonce")
                    .doesNotContain("ada@example.com")
                    .doesNotContain("Ada Lovelace");
        } finally {
            library.setLevel(null);
        }
    }
}
