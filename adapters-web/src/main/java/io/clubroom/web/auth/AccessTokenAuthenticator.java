package io.clubroom.web.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.session.SessionId;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.token.TokenAuthenticationFetcher;
import io.micronaut.security.token.jwt.validator.JsonWebTokenValidator;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Authenticates HTTP requests and chat connections by their access token, which the framework validates. Valid tokens are
 * cached by header and claims; signature, expiry and revocation are checked at every use.
 */
@Singleton
@Replaces(TokenAuthenticationFetcher.class)
final class AccessTokenAuthenticator implements AuthenticationFetcher<HttpRequest<?>>, AccessTokenVerifier {
    /** The maximum number of cached tokens, of about 1 KB each. */
    private static final int MAX_CACHED_TOKENS = 4_096;

    private static final String TOKEN = "token";

    private final AuthorizationHeader header;
    private final JsonWebTokenValidator<JWT, HttpRequest<?>> validator;
    private final AccessTokenClaims claims;
    private final SessionUse sessionUse;
    private final InstantSource clock;
    private final Cache<String, Authenticated> cache =
            Caffeine.newBuilder().maximumSize(MAX_CACHED_TOKENS).build();

    private static final class Authenticated {
        private final byte[] signature;
        private final VerifiedToken token;
        private final Mono<Authentication> authentication;

        /** The minute since the epoch in which the token was last used. */
        private volatile long usedMinute;

        Authenticated(byte[] signature, VerifiedToken token, Mono<Authentication> authentication) {
            this.signature = signature;
            this.token = token;
            this.authentication = authentication;
        }

        VerifiedToken token() {
            return token;
        }
    }

    AccessTokenAuthenticator(
            AuthorizationHeader header,
            JsonWebTokenValidator<JWT, HttpRequest<?>> validator,
            AccessTokenClaims claims,
            SessionUse sessionUse,
            InstantSource clock) {
        this.header = header;
        this.validator = validator;
        this.claims = claims;
        this.sessionUse = sessionUse;
        this.clock = clock;
    }

    /** Returns the valid access token of a request; null if there is none. */
    static @Nullable VerifiedToken token(HttpRequest<?> request) {
        return request.getAttribute(SecurityFilter.AUTHENTICATION).orElse(null) instanceof Authentication authentication
                ? token(authentication)
                : null;
    }

    /** Returns the valid access token that authenticated a request; null if it was not an access token. */
    static @Nullable VerifiedToken token(Authentication authentication) {
        return authentication.getAttributes().get(TOKEN) instanceof VerifiedToken token ? token : null;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Optional<String> token = header.findToken(request);
        Authenticated authenticated = token.isEmpty() ? null : authenticate(token.get());
        return authenticated == null ? Mono.empty() : authenticated.authentication;
    }

    @Override
    public Optional<VerifiedToken> verify(String token) {
        return Optional.ofNullable(authenticate(token))
                .map(Authenticated::token)
                .filter(verified -> !verified.bearer().enrollmentOnly());
    }

    private @Nullable Authenticated authenticate(String token) {
        Instant now = clock.instant();
        Authenticated authenticated = authenticate(token, now);
        if (authenticated != null) {
            recordUse(authenticated, now);
        }
        return authenticated;
    }

    private void recordUse(Authenticated authenticated, Instant now) {
        SessionId session = authenticated.token.bearer().session();
        long minute = Math.floorDiv(now.getEpochSecond(), 60);
        if (session != null && authenticated.usedMinute != minute) {
            authenticated.usedMinute = minute;
            sessionUse.record(session, now);
        }
    }

    private @Nullable Authenticated authenticate(String token, Instant now) {
        int dot = token.lastIndexOf('.');
        if (dot < 0) {
            return null;
        }
        String signedPart = token.substring(0, dot);
        byte[] signature = token.substring(dot).getBytes(StandardCharsets.UTF_8);
        Authenticated cached = cache.getIfPresent(signedPart);
        if (cached != null) {
            return MessageDigest.isEqual(signature, cached.signature) && claims.isCurrent(cached.token, now)
                    ? cached
                    : null;
        }
        VerifiedToken verified = validate(token);
        if (verified == null) {
            return null;
        }
        Authentication authentication = Authentication.build(
                verified.bearer().id().toString(),
                List.of(verified.bearer().role().text()),
                Map.of(TOKEN, verified));
        Authenticated authenticated = new Authenticated(signature, verified, Mono.just(authentication));
        cache.put(signedPart, authenticated);
        return authenticated;
    }

    private @Nullable VerifiedToken validate(String token) {
        try {
            if (!(validator.validate(token, null).orElse(null) instanceof SignedJWT jwt) || !isCanonical(token, jwt)) {
                return null;
            }
            JWTClaimsSet claimsSet = jwt.getJWTClaimsSet();
            return AccessTokenClaims.read(claimsSet::getClaim);
        } catch (ParseException | RuntimeException malformed) {
            // The library also throws unchecked exceptions, for example if the header is JSON null.
            return null;
        }
    }

    /**
     * Whether the token is signed with HS256, needs no extension (RFC 7515 §4.1.11), and is base64url of valid UTF-8 without
     * padding or other characters (§5.2). The framework's validation accepts other algorithms with the same secret, and
     * several spellings of one token.
     */
    private static boolean isCanonical(String token, SignedJWT jwt) {
        Base64URL[] parts = jwt.getParsedParts();
        return JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
                && jwt.getHeader().getCriticalParams() == null
                && token.equals(jwt.getParsedString())
                && parts[0].equals(Base64URL.encode(parts[0].decodeToString()))
                && parts[1].equals(Base64URL.encode(parts[1].decodeToString()))
                && parts[2].equals(Base64URL.encode(parts[2].decode()));
    }
}
