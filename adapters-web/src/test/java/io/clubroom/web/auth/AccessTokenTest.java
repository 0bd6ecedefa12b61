package io.clubroom.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which access tokens are accepted. */
class AccessTokenTest {
    private static final byte[] SECRET = TestServer.SECRET.getBytes(StandardCharsets.UTF_8);

    private final TestServer server = TestServer.fresh();
    private final User client = server.add("client", Role.CLIENT);
    private final Instant now = server.clock.instant();

    @Test
    void a_token_of_another_issuer_with_the_same_secret_needs_no_version() throws Exception {
        assertGood(signed(JWSAlgorithm.HS256, claims().claim("ver", null).build()));
    }

    @Test
    void unknown_claims_are_ignored() throws Exception {
        assertGood(signed(JWSAlgorithm.HS256, claims().claim("x", 1).build()));
    }

    @Test
    void a_token_for_another_audience_is_refused() throws Exception {
        assertRefused(signed(JWSAlgorithm.HS256, claims().audience("x").build()));
        assertRefused(
                signed(JWSAlgorithm.HS256, claims().audience(List.of("x", "y")).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
    void the_case_of_the_scheme_is_ignored(String scheme) {
        Reply reply = server.call("GET", "/api/users/me")
                .header("Authorization", scheme + server.token(client))
                .send();

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void another_algorithm_with_the_same_secret_is_refused() throws Exception {
        assertRefused(signed(JWSAlgorithm.HS384, claims().build()));
        assertRefused(signed(JWSAlgorithm.HS512, claims().build()));
    }

    @Test
    void an_unsigned_token_is_refused() {
        assertRefused(new PlainJWT(claims().build()).serialize());
        String signed = server.token(client);
        String body = signed.split("\\.")[1];
        for (String alg : new String[] {"none", "None", "NONE", ""}) {
            assertRefused(base64("{\"alg\":\"" + alg + "\"}") + "." + body + ".");
        }
        assertRefused(signed.substring(0, signed.lastIndexOf('.') + 1));
        assertRefused(signed.substring(0, signed.lastIndexOf('.')));
    }

    @Test
    void a_token_signed_with_another_key_is_refused() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        assertRefused(signed(
                JWSAlgorithm.RS256, new RSASSASigner(generator.generateKeyPair().getPrivate())));
        assertRefused(signed(
                JWSAlgorithm.HS256,
                new MACSigner("another secret of at least 32 bytes!!".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void a_modified_token_is_refused() {
        String[] parts = server.token(client).split("\\.");
        String admin = base64(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"role\":\"client\"", "\"role\":\"admin\""));

        assertThat(admin).isNotEqualTo(parts[1]);
        assertRefused(parts[0] + "." + admin + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + "." + new StringBuilder(parts[2]).reverse());
    }

    @Test
    void a_valid_token_is_refused_with_another_signature() {
        String token = server.token(client);
        assertGood(token);
        assertGood(token);
        int signature = token.lastIndexOf('.') + 1;

        assertRefused(token.substring(0, signature));
        assertRefused(token.substring(0, signature) + new StringBuilder(token.substring(signature)).reverse());
        assertRefused(token.substring(0, signature) + "*".repeat(43));
        assertGood(token);
    }

    @Test
    void a_token_expires_at_its_expiration_time() {
        String token = server.token(client);
        server.clock.advance(TestServer.EXPIRATION.minusMillis(200));
        assertGood(token);

        server.clock.advance(Duration.ofMillis(200));

        assertRefused(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no exp",
                "exp as text",
                "no sub",
                "sub no uuid",
                "sub short",
                "no role",
                "unknown role",
                "role a number",
                "ver as text",
                "not yet"
            })
    void invalid_claims_are_refused(String what) throws Exception {
        UnaryOperator<JWTClaimsSet.Builder> change = switch (what) {
            case "no exp" -> claims -> claims.expirationTime(null);
            case "exp as text" -> claims -> claims.claim("exp", "tomorrow");
            case "no sub" -> claims -> claims.subject(null);
            case "sub no uuid" -> claims -> claims.subject("client");
            case "sub short" -> claims -> claims.subject("1-1-1-1-1");
            case "no role" -> claims -> claims.claim("role", null);
            case "unknown role" -> claims -> claims.claim("role", "boss");
            case "role a number" -> claims -> claims.claim("role", 1);
            case "ver as text" -> claims -> claims.claim("ver", "one");
            case "not yet" -> claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60)));
            default -> throw new IllegalArgumentException(what);
        };

        assertGood(signed(JWSAlgorithm.HS256, claims().build()));
        assertRefused(signed(JWSAlgorithm.HS256, change.apply(claims()).build()));
    }

    @Test
    void text_that_is_not_a_token_is_refused() {
        for (String text : new String[] {"", "x", "a.b.c", "..", "e30.e30.e30", "[[[[".repeat(1000), "\u00e9"}) {
            assertRefused(text);
        }
        assertRefused(base64("[".repeat(3000)) + ".e30.e30");
        assertRefused(base64("{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}") + ".e30.e30");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "[]", "7", "\"x\"", "{}", "{\"alg\":null}", "{\"alg\":\"HS256\",\"jwk\":null}", "{", ""})
    void a_token_with_a_malformed_header_is_refused(String header) {
        String[] parts = server.token(client).split("\\.");

        assertRefused(base64(header) + "." + parts[1] + "." + parts[2]);
        assertRefused(base64(header) + "." + parts[1] + ".");
        assertRefused(base64(header) + ".AA.AA.AA.AA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "7",
                "\"x\"",
                "{",
                "",
                "{\"exp\":null}",
                "{\"exp\":1e999}",
                "{\"exp\":[]}",
                "{\"nbf\":{}}",
                "{\"aud\":7}",
                "{\"aud\":[null]}",
                "{\"sub\":7}"
            })
    void a_token_with_malformed_claims_is_refused(String claims) throws Exception {
        JWSObject signed = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new Payload(claims));
        signed.sign(new MACSigner(SECRET));

        assertRefused(signed.serialize());
    }

    @Test
    void two_authorization_headers_are_refused() {
        Reply reply = server.call("GET", "/api/users/me")
                .bearer(server.token(client))
                .bearer(server.adminToken())
                .send();

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void another_scheme_counts_as_no_token() {
        for (String header : new String[] {"Basic Y2xpZW50OlNlY3VyZVBhc3MxMjM=", server.token(client), "Bearer"}) {
            Reply reply = server.call("GET", "/api/users/me")
                    .header("Authorization", header)
                    .send();

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text("code")).isEqualTo("authentication_required");
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
    }

    @Test
    void a_token_in_the_url_or_in_a_cookie_is_ignored() {
        String token = server.token(client);

        assertThat(server.call("GET", "/api/users/me?token=" + token + "&access_token=" + token)
                        .send()
                        .status())
                .isEqualTo(401);
        assertThat(server.call("GET", "/api/users/me")
                        .header("Cookie", "JWT=" + token)
                        .send()
                        .status())
                .isEqualTo(401);
    }

    @Test
    void the_settings_do_not_print_the_secret() {
        assertThat(new JwtSettings(TestServer.SECRET, new AccessTokenLifetime(TestServer.EXPIRATION)).toString())
                .doesNotContain(TestServer.SECRET);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject(client.id().toString())
                .claim("name", "client")
                .claim("email", "client@example.com")
                .claim("role", "client")
                .claim("ver", 0)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    private String signed(JWSAlgorithm algorithm, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build(), claims);
        jwt.sign(new MACSigner(SECRET));
        return jwt.serialize();
    }

    private String signed(JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims().build());
        jwt.sign(signer);
        return jwt.serialize();
    }

    private void assertGood(String token) {
        assertThat(server.call("GET", "/api/users/me").bearer(token).send().status())
                .isEqualTo(200);
    }

    private void assertRefused(String token) {
        Reply reply = server.call("GET", "/api/users/me").bearer(token).send();

        assertThat(reply.status()).as(token).isEqualTo(401);
        assertThat(reply.text("code")).isIn("invalid_token", "authentication_required");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
