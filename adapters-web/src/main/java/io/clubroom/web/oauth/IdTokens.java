package io.clubroom.web.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.web.oauth.ProviderHttp.Conversation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells good ID tokens from bad ones (OpenID Connect Core 1.0 §3.1.3.7). */
final class IdTokens {
    /** With a public key only: one who knows this server's secret is not the issuer. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Clocks differ. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final Duration KEYS_LIFETIME = Duration.ofHours(1);

    private record Keys(JWKSet set, Instant at) {}

    private final String clientId;
    private final InstantSource clock;
    private volatile @Nullable Keys keys;

    IdTokens(String clientId, InstantSource clock) {
        this.clientId = clientId;
        this.clock = clock;
    }

    /** The claims of the token, if it is the issuer's, for this server, for this sign-in and good now. */
    JWTClaimsSet verified(Conversation conversation, OpenIdMetadata metadata, String token, String nonce) {
        Keys known = keys;
        if (known != null && clock.instant().isBefore(known.at().plus(KEYS_LIFETIME))) {
            try {
                return claims(token, known.set(), metadata.issuer(), nonce);
            } catch (BadJWTException refused) {
                throw refused(refused);
            } catch (BadJOSEException changed) {
                // It may have another key since.
            }
        }
        Keys fresh = new Keys(keys(conversation.get(metadata.keys(), null)), clock.instant());
        keys = fresh;
        try {
            return claims(token, fresh.set(), metadata.issuer(), nonce);
        } catch (BadJOSEException refused) {
            throw refused(refused);
        }
    }

    private JWTClaimsSet claims(String token, JWKSet set, String issuer, String nonce) throws BadJOSEException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(set)));
        processor.setJWTClaimsSetVerifier((claims, _) -> check(claims, issuer, nonce));
        try {
            return processor.process(token, null);
        } catch (ParseException | JOSEException unusable) {
            throw new BadJWTException("it cannot be read");
        }
    }

    private void check(JWTClaimsSet claims, String issuer, String nonce) throws BadJWTException {
        Instant now = clock.instant();
        require(issuer.equals(claims.getIssuer()), "it is of another issuer");
        require(claims.getAudience().contains(clientId), "it is for another audience");
        Object authorizedParty = claims.getClaim("azp");
        require(
                authorizedParty == null ? claims.getAudience().size() == 1 : clientId.equals(authorizedParty),
                "it was issued to another party");
        require(isAfter(claims.getExpirationTime(), now.minus(SKEW)), "it has expired");
        Date issued = claims.getIssueTime();
        require(issued != null && !isAfter(issued, now.plus(SKEW)), "it is not issued yet");
        Date begins = claims.getNotBeforeTime();
        require(begins == null || !isAfter(begins, now.plus(SKEW)), "it is not good yet");
        require(
                claims.getClaim("nonce") instanceof String given
                        && MessageDigest.isEqual(
                                given.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8)),
                "it is of another sign-in");
    }

    private static void require(boolean condition, String otherwise) throws BadJWTException {
        if (!condition) {
            throw new BadJWTException(otherwise);
        }
    }

    private static boolean isAfter(@Nullable Date date, Instant time) {
        return date != null && date.toInstant().isAfter(time);
    }

    private static JWKSet keys(String json) {
        try {
            return JWKSet.parse(json);
        } catch (ParseException nonsense) {
            throw new ProviderFailure("its keys cannot be read", null);
        }
    }

    private static ProviderFailure refused(BadJOSEException refused) {
        // Words of ours, or of the library about what it cannot verify; neither quotes the token.
        return new ProviderFailure("its ID token is refused: " + refused.getMessage(), null);
    }
}
