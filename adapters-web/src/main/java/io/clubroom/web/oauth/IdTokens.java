package io.clubroom.web.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
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
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies the ID tokens of one provider (OpenID Connect Core 1.0 §3.1.3.7). */
final class IdTokens {
    private static final Logger LOG = LoggerFactory.getLogger(IdTokens.class);

    /** Asymmetric algorithms only: a client secret must not be able to sign an ID token. */
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

    /** Tolerance for differing clocks. */
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

    /** Returns the claims of a token that the issuer issued to this client with this nonce, or throws {@link ProviderFailure}. */
    JWTClaimsSet verify(Conversation conversation, OpenIdMetadata metadata, String token, String nonce) {
        Keys known = keys;
        if (known != null && clock.instant().isBefore(known.at().plus(KEYS_LIFETIME))) {
            try {
                return claims(token, known.set(), metadata.issuer(), nonce);
            } catch (BadJWTException rejected) {
                throw rejected(rejected);
            } catch (BadJOSEException unknownKey) {
                // The issuer may have rotated its keys.
            }
        }
        Keys fresh = new Keys(keys(conversation.get(metadata.keys(), null)), clock.instant());
        keys = fresh;
        try {
            return claims(token, fresh.set(), metadata.issuer(), nonce);
        } catch (BadJOSEException rejected) {
            throw rejected(rejected);
        }
    }

    private JWTClaimsSet claims(String token, JWKSet set, String issuer, String nonce) throws BadJOSEException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(set)));
        processor.setJWTClaimsSetVerifier((claims, _) -> check(claims, issuer, nonce));
        try {
            return processor.process(token, null);
        } catch (ParseException | JOSEException | RuntimeException malformed) {
            // The library also throws unchecked exceptions, for example if the header is JSON null.
            throw new BadJWTException("malformed");
        }
    }

    private void check(JWTClaimsSet claims, String issuer, String nonce) throws BadJWTException {
        Instant now = clock.instant();
        require(issuer.equals(claims.getIssuer()), "wrong issuer");
        require(claims.getAudience().contains(clientId), "wrong audience");
        Object authorizedParty = claims.getClaim("azp");
        require(
                authorizedParty == null ? claims.getAudience().size() == 1 : clientId.equals(authorizedParty),
                "wrong authorized party");
        require(isAfter(claims.getExpirationTime(), now.minus(SKEW)), "expired");
        Date issued = claims.getIssueTime();
        require(issued != null && !isAfter(issued, now.plus(SKEW)), "issued in the future");
        Date notBefore = claims.getNotBeforeTime();
        require(notBefore == null || !isAfter(notBefore, now.plus(SKEW)), "not yet valid");
        require(
                claims.getClaim("nonce") instanceof String given
                        && MessageDigest.isEqual(
                                given.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8)),
                "wrong nonce");
    }

    private static void require(boolean condition, String otherwise) throws BadJWTException {
        if (!condition) {
            throw new BadJWTException(otherwise);
        }
    }

    private static boolean isAfter(@Nullable Date date, Instant time) {
        return date != null && date.toInstant().isAfter(time);
    }

    /** Parses a key set, ignoring unusable keys, such as those of an unknown type (RFC 7517 §5). */
    private static JWKSet keys(String json) {
        List<JWK> usable = new ArrayList<>();
        for (Object key : listed(json)) {
            if (key instanceof Map<?, ?> members) {
                try {
                    Map<String, Object> fields = new HashMap<>();
                    members.forEach((name, value) -> fields.put(String.valueOf(name), value));
                    usable.add(JWK.parse(fields));
                } catch (ParseException | RuntimeException unusable) {
                    LOG.debug("A key of a provider cannot be used: {}", unusable.getMessage());
                }
            }
        }
        return new JWKSet(usable);
    }

    private static List<?> listed(String json) {
        try {
            Map<String, Object> set = JSONObjectUtils.parse(json);
            if (set != null && set.get("keys") instanceof List<?> keys) {
                return keys;
            }
        } catch (ParseException malformed) {
            // Reported below, like a set without keys.
        }
        throw new ProviderFailure("its keys are malformed", null);
    }

    private static ProviderFailure rejected(BadJOSEException rejected) {
        // The message is a constant, of this class or of the library; neither quotes the token.
        return new ProviderFailure("its ID token was rejected: " + rejected.getMessage(), null);
    }
}
