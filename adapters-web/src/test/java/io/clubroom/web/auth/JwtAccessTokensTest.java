package io.clubroom.web.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import io.clubroom.web.support.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each access token has exactly one valid spelling. */
class JwtAccessTokensTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] SECRET = TestServer.SECRET.getBytes(StandardCharsets.UTF_8);

    private final TestServer server = TestServer.fresh();
    private final Instant now = server.clock.instant();
    private final User user = UserFixture.user().build();
    private final AccessTokenVerifier tokens = server.context().getBean(AccessTokenVerifier.class);
    private final String token = server.token(user);

    @Test
    void every_other_last_character_is_refused_even_if_it_decodes_to_the_same_bytes() {
        String most = token.substring(0, token.length() - 1);
        // In the second round, the valid token is cached.
        for (int round = 0; round < 2; round++) {
            for (char last : ALPHABET.toCharArray()) {
                assertThat(tokens.verify(most + last).isPresent())
                        .as(most + last)
                        .isEqualTo(token.equals(most + last));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "=", "==", " ", "\n", "\r\n", "\t", "\u0000", "\u00e9", "A", "AA", ".", "%"})
    void extra_characters_are_refused(String more) {
        for (int round = 0; round < 2; round++) {
            assertThat(tokens.verify(token + more)).isEmpty();
            assertThat(tokens.verify(more + token)).isEmpty();
            assertThat(tokens.verify(token.replace(".", more + "."))).isEmpty();
            assertThat(tokens.verify(token.replace(".", "." + more))).isEmpty();
            assertThat(tokens.verify(token)).isPresent();
        }
    }

    @Test
    void a_signature_of_another_length_is_refused() {
        for (int length = token.lastIndexOf('.'); length < token.length(); length++) {
            assertThat(tokens.verify(token.substring(0, length))).isEmpty();
        }
    }

    @Test
    void a_signature_in_the_standard_base64_alphabet_is_refused() {
        // Some signatures contain no character in which the alphabets differ.
        String issued = IntStream.range(1, 100)
                .mapToObj(seconds -> server.token(user, now.minusSeconds(seconds)))
                .filter(text -> text.substring(text.lastIndexOf('.')).matches(".*[-_].*"))
                .findFirst()
                .orElseThrow();
        int signature = issued.lastIndexOf('.');

        assertThat(tokens.verify(issued)).isPresent();
        assertThat(tokens.verify(issued.substring(0, signature)
                        + issued.substring(signature).replace('-', '+').replace('_', '/')))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS384", "HS512", "none", "RS256", "hs256", ""})
    void the_header_must_name_the_algorithm(String algorithm) throws Exception {
        String content =
                base64("{\"alg\":\"" + algorithm + "\"}") + token.substring(token.indexOf('.'), token.lastIndexOf('.'));

        assertThat(tokens.verify(signed(content))).isEmpty();
    }

    /** Only a holder of the secret can create such a token, because the signature covers the text as sent. */
    @ParameterizedTest
    @ValueSource(strings = {"=", "==", " ", "\n", "*", "\u00e9"})
    void a_correctly_signed_part_that_is_not_base64url_is_refused(String junk) throws Exception {
        String header = base64("{\"alg\":\"HS256\"}");
        String claims = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));

        assertThat(tokens.verify(signed(header + "." + claims))).isPresent();
        assertThat(tokens.verify(signed(header + junk + "." + claims))).isEmpty();
        assertThat(tokens.verify(signed(header + "." + claims + junk))).isEmpty();
        assertThat(tokens.verify(signed(header + "." + claims.substring(0, 8) + junk + claims.substring(8))))
                .isEmpty();
    }

    @Test
    void correctly_signed_claims_that_are_not_utf_8_are_refused() throws Exception {
        String header = base64("{\"alg\":\"HS256\"}");
        byte[] claims = new JWTClaimsSet.Builder()
                .subject(user.id().toString())
                .claim("role", "client")
                .claim("name", "\u00e9")
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build()
                .toString()
                .getBytes(StandardCharsets.ISO_8859_1);
        String utf8 = base64(new String(claims, StandardCharsets.ISO_8859_1));

        assertThat(tokens.verify(signed(header + "." + utf8))).isPresent();
        assertThat(tokens.verify(signed(
                        header + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims))))
                .isEmpty();
    }

    @Test
    void critical_header_parameters_are_refused() throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user.id().toString())
                .claim("role", "client")
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build();
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256).customParam("x", 1);

        assertThat(tokens.verify(signed(header.build(), claims))).isPresent();
        assertThat(tokens.verify(signed(header.criticalParams(Set.of("x")).build(), claims)))
                .isEmpty();
    }

    private static String signed(String content) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new MACSigner(SECRET));
        return jwt.serialize();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
