package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.identity.Provider;
import io.clubroom.web.support.Logged;
import io.clubroom.web.support.ProviderDouble;
import io.clubroom.web.support.ProviderDouble.IdToken;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdTest {
    private static final RSAKey FOREIGN_KEY = ProviderDouble.key("foreign");

    private final TestServer server = TestServer.fresh();
    private final ProviderDouble provider = server.provider;

    private Reply signIn() {
        return new Browser(server).signIn("oidc");
    }

    private IdToken with(BiConsumer<JWTClaimsSet.Builder, Instant> change) {
        return claims -> {
            change.accept(claims, server.clock.instant());
            return ProviderDouble.signed(claims.build(), provider.key(), "first");
        };
    }

    private void assertRefused() {
        Reply reply = signIn();
        assertThat(reply.status()).as(reply.toString()).isEqualTo(502);
        assertThat(reply.text("code")).isEqualTo("oauth_provider_error");
        assertThat(reply.text("message")).isEqualTo("The provider did not answer in time, or not as it should.");
    }

    /** What is wrong with a token that was otherwise right. */
    enum Wrong {
        NONCE(claims -> claims.claim("nonce", "another")),
        NO_NONCE(claims -> claims.claim("nonce", null)),
        NONCE_OF_ANOTHER_TYPE(claims -> claims.claim("nonce", List.of("x"))),
        ISSUER(claims -> claims.issuer("https://evil.example")),
        NO_ISSUER(claims -> claims.issuer(null)),
        AUDIENCE(claims -> claims.audience("somebody else")),
        NO_AUDIENCE(claims -> claims.audience(List.of())),
        SEVERAL_AUDIENCES(claims -> claims.audience(List.of(ProviderDouble.CLIENT_ID, "somebody else"))),
        PARTY(claims -> claims.claim("azp", "somebody else")),
        NO_EXPIRY(claims -> claims.expirationTime(null)),
        NO_TIME_OF_ISSUE(claims -> claims.issueTime(null)),
        SUBJECT(claims -> claims.subject("x".repeat(256))),
        SUBJECT_WITH_CONTROL_CHARACTERS(claims -> claims.subject("a\0b")),
        NO_SUBJECT(claims -> claims.subject(null));

        private final Consumer<JWTClaimsSet.Builder> change;

        Wrong(Consumer<JWTClaimsSet.Builder> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource
    void refuses_a_token_with_something_wrong(Wrong wrong) {
        provider.idToken(with((claims, _) -> wrong.change.accept(claims)));

        assertRefused();
    }

    @Test
    void refuses_a_token_that_has_expired_or_is_not_good_yet_and_forgives_a_minute() {
        provider.idToken(with((claims, now) -> claims.expirationTime(Date.from(now.minusSeconds(61)))));
        assertRefused();
        provider.idToken(with((claims, now) -> claims.issueTime(Date.from(now.plusSeconds(62)))));
        assertRefused();
        provider.idToken(with((claims, now) -> claims.notBeforeTime(Date.from(now.plusSeconds(62)))));
        assertRefused();
        provider.idToken(with((claims, now) ->
                claims.expirationTime(Date.from(now.minusSeconds(50))).issueTime(Date.from(now.plusSeconds(50)))));
        assertThat(signIn().status()).isEqualTo(200);
    }

    @Test
    void refuses_a_token_that_nobody_signed_or_somebody_else() {
        provider.idToken(claims -> new PlainJWT(claims.build()).serialize());
        assertRefused();
        provider.idToken(claims -> ProviderDouble.signed(claims.build(), FOREIGN_KEY, "first"));
        assertRefused();
        provider.idToken(claims -> ProviderDouble.signed(claims.build(), FOREIGN_KEY, "foreign"));
        assertRefused();
        provider.idToken(claims -> signedBySecret(
                claims, provider.key().toPublicJWK().toJSONString().getBytes()));
        assertRefused();
        provider.idToken(claims -> signedBySecret(claims, toPem(provider.key())));
        assertRefused();
        provider.idToken(claims -> signedBySecret(claims, "a client secret that is long enough for HS256".getBytes()));
        assertRefused();
        provider.idToken(claims -> "nonsense");
        assertRefused();
        provider.idToken(claims -> {
            String good = ProviderDouble.signed(claims.build(), provider.key(), "first");
            return good.substring(0, good.lastIndexOf('.') + 1);
        });
        assertRefused();
    }

    private static byte[] toPem(RSAKey key) {
        try {
            return key.toRSAPublicKey().getEncoded();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String signedBySecret(JWTClaimsSet.Builder claims, byte[] secret) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims.build());
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    @Test
    void takes_a_token_for_several_audiences_that_was_issued_to_this_server() {
        provider.idToken(with((claims, _) ->
                claims.audience(List.of("api", ProviderDouble.CLIENT_ID)).claim("azp", ProviderDouble.CLIENT_ID)));

        assertThat(signIn().status()).isEqualTo(200);
    }

    @Test
    void takes_a_token_signed_on_an_elliptic_curve_and_finds_a_new_key() throws Exception {
        // An hour later the keys that another test left are old.
        server.clock.advance(Duration.ofHours(2));
        assertThat(signIn().status()).isEqualTo(200);
        assertThat(signIn().status()).isEqualTo(200);
        assertThat(Collections.frequency(provider.asked(), "/oidc/jwks")).isEqualTo(1);

        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
        provider.publish(next.toPublicJWK());
        provider.idToken(claims -> {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("next").build(), claims.build());
            token.sign(new ECDSASigner(next));
            return token.serialize();
        });

        assertThat(signIn().status()).isEqualTo(200);
        assertThat(Collections.frequency(provider.asked(), "/oidc/jwks")).isEqualTo(2);
        provider.idToken(with((claims, _) -> {}));
        assertRefused();
    }

    @Test
    void asks_for_the_address_where_the_token_has_none() {
        provider.idToken(with((claims, _) -> claims.claim("email", null).claim("email_verified", null)));
        provider.answer("/oidc/userinfo", """
            {"sub":"o-1","email":"ada@example.com","email_verified":"true","name":"Ada"}\
            """);
        Reply reply = signIn();
        assertThat(reply.text("user.email")).isEqualTo("ada@example.com");

        provider.answer("/oidc/userinfo", """
            {"sub":"o-2","email":"ada@example.com","email_verified":true}\
            """);
        assertRefused();
    }

    @Test
    void believes_only_an_address_that_is_said_to_be_verified() {
        for (Object verified : new Object[] {false, "false", "yes", 1, List.of(true)}) {
            provider.idToken(with((claims, _) -> claims.claim("email_verified", verified)));
            assertThat(signIn().text("code")).isEqualTo("oauth_email_unverified");
        }
        provider.idToken(with((claims, _) -> claims.claim("email_verified", null)));
        assertThat(signIn().text("code")).isEqualTo("oauth_email_unverified");
    }

    @Test
    void refuses_an_answer_that_names_another_issuer() {
        Browser browser = new Browser(server);
        String issuer = provider.address(Provider.OIDC).toString();

        String other = provider.consent(browser.begin("oidc")) + "&iss=https%3A%2F%2Fevil.example";
        assertThat(browser.callback(other).text("code")).isEqualTo("oauth_provider_error");
        String same = provider.consent(browser.begin("oidc")) + "&iss=" + issuer;
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
    void is_not_led_astray_by_what_an_issuer_says_of_itself(String configuration) {
        TestServer fresh = TestServer.with(provider.settings());
        try {
            provider.answer(
                    "/oidc/.well-known/openid-configuration",
                    configuration.replace("%s", provider.address(Provider.OIDC).toString()));
            Reply reply = new Browser(fresh).get("/api/auth/oauth/oidc");
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.text("code")).isEqualTo("oauth_provider_error");
        } finally {
            fresh.context().close();
        }
    }

    @Test
    void asks_nothing_before_somebody_signs_in_and_starts_while_the_issuer_is_down() {
        TestServer fresh = TestServer.with(provider.settings());
        try {
            assertThat(provider.asked()).isEmpty();
            provider.answer("/oidc/.well-known/openid-configuration", 503, "");
            assertThat(new Browser(fresh).get("/api/auth/oauth/oidc").status()).isEqualTo(502);
            provider.discovery(
                    provider.address(Provider.OIDC) + "/",
                    ",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]");
            provider.idToken(with((claims, _) -> claims.issuer(provider.address(Provider.OIDC) + "/")));
            assertThat(new Browser(fresh).signIn("oidc").status()).isEqualTo(200);
        } finally {
            fresh.context().close();
        }
    }

    @Test
    void the_log_says_why_a_token_was_refused() {
        provider.idToken(with((claims, _) -> claims.audience("somebody else")));
        try (Logged log = Logged.everything()) {
            assertRefused();
            assertThat(log.events())
                    .anySatisfy(event -> assertThat(event.getFormattedMessage())
                            .isEqualTo(
                                    "Sign-in with oidc failed: its ID token is refused: it is for another audience"));
        }
    }
}
