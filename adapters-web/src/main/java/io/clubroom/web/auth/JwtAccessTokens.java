package io.clubroom.web.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/** Access tokens as JSON Web Tokens (RFC 7519) signed with HS256, and with nothing else. */
@Singleton
public final class JwtAccessTokens implements AccessTokens {
    /** The user's token version; tokens of before there was one are of version 0. */
    private static final String VERSION_CLAIM = "ver";

    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    private final MACSigner signer;
    private final MACVerifier verifier;
    private final Duration expiration;
    private final TokenRevocations revocations;
    private final InstantSource clock;

    public JwtAccessTokens(JwtSettings settings, TokenRevocations revocations, InstantSource clock) {
        byte[] secret = settings.secret().getBytes(StandardCharsets.UTF_8);
        try {
            this.signer = new MACSigner(secret);
            this.verifier = new MACVerifier(secret);
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("the secret of the access tokens is too short", tooShort);
        }
        this.expiration = settings.expiration();
        this.revocations = revocations;
        this.clock = clock;
    }

    @Override
    public AccessToken issue(User user, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user.id().toString())
                .claim("name", user.username().value())
                .claim("email", user.email().value())
                .claim("role", user.role().text())
                .claim(VERSION_CLAIM, user.tokenVersion())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(expiration)))
                .build();
        SignedJWT token = new SignedJWT(HEADER, claims);
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
        return new AccessToken(token.serialize(), expiration);
    }

    /** Whom the token names, if it is one of ours and still good. Asks no database. */
    public Optional<Bearer> verify(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            // The verifier by itself takes HS384 and HS512 with the same secret too.
            boolean genuine = JWSAlgorithm.HS256.equals(parsed.getHeader().getAlgorithm()) && parsed.verify(verifier);
            return genuine ? bearer(parsed.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | InvalidValue unusable) {
            return Optional.empty();
        }
    }

    private Optional<Bearer> bearer(JWTClaimsSet claims) throws ParseException {
        String subject = claims.getSubject();
        String role = claims.getStringClaim("role");
        if (subject == null || role == null || !isCurrent(claims)) {
            return Optional.empty();
        }
        Integer version = claims.getIntegerClaim(VERSION_CLAIM);
        Bearer bearer = new Bearer(UserId.of(subject), Role.of(role), version == null ? 0 : version);
        return revocations.isRevoked(bearer.user(), bearer.tokenVersion()) ? Optional.empty() : Optional.of(bearer);
    }

    private boolean isCurrent(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date begins = claims.getNotBeforeTime();
        return expires != null
                && now.isBefore(expires.toInstant())
                && (begins == null || !now.isBefore(begins.toInstant()));
    }
}
