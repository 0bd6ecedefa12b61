package io.clubroom.web.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Access tokens as JSON Web Tokens (RFC 7519) signed with HS256, and with nothing else. */
@Singleton
public final class JwtAccessTokens implements AccessTokens {
    /** The user's token version; tokens of before there was one are of version 0. */
    private static final String VERSION_CLAIM = "ver";

    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    /** How many tokens are kept in the form that they are asked for. */
    private static final int MAX_READ = 4_096;

    private final MACSigner signer;
    private final Hs256 mac;
    private final Duration expiration;
    private final TokenRevocations revocations;
    private final InstantSource clock;

    /** By header and claims, of tokens whose signature was good; it is looked at again each time, the JSON is not. */
    private final Map<String, Claims> read = new ConcurrentHashMap<>();

    public JwtAccessTokens(JwtSettings settings, TokenRevocations revocations, InstantSource clock) {
        byte[] secret = settings.secret().getBytes(StandardCharsets.UTF_8);
        try {
            this.signer = new MACSigner(secret);
            this.mac = new Hs256(secret);
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

    /** What the token says, if it is one of ours and still good. Asks no database. */
    Optional<Claims> read(String token) {
        int signatureStart = token.lastIndexOf('.') + 1;
        if (signatureStart == 0) {
            return Optional.empty();
        }
        String content = token.substring(0, signatureStart - 1);
        if (!mac.signed(content, token, signatureStart)) {
            return Optional.empty();
        }
        Claims claims = read.get(content);
        if (claims == null) {
            claims = parse(token);
            if (claims == null) {
                return Optional.empty();
            }
            remember(content, claims);
        }
        return isCurrent(claims) ? Optional.of(claims) : Optional.empty();
    }

    /** Whom the token names, if it is one of ours and still good. Asks no database. */
    public Optional<Bearer> verify(String token) {
        return read(token).map(Claims::bearer);
    }

    /** Only what stands in a token of ours comes here: nobody else can fill it. */
    private void remember(String content, Claims claims) {
        if (read.size() >= MAX_READ) {
            read.clear();
        }
        read.put(content, claims);
    }

    /** The claims of a token whose signature is ours, null if they make no sense or it says that it was signed in another way. */
    private static @Nullable Claims parse(String token) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            JWSHeader header = parsed.getHeader();
            // RFC 7515 §4.1.11: what the header calls critical has to be understood, and nothing is.
            boolean understood = JWSAlgorithm.HS256.equals(header.getAlgorithm()) && header.getCriticalParams() == null;
            return understood ? claims(parsed.getJWTClaimsSet()) : null;
        } catch (ParseException | InvalidValue unusable) {
            return null;
        }
    }

    private static @Nullable Claims claims(JWTClaimsSet claims) throws ParseException {
        String subject = claims.getSubject();
        String role = claims.getStringClaim("role");
        Date expires = claims.getExpirationTime();
        if (subject == null || role == null || expires == null) {
            return null;
        }
        Integer version = claims.getIntegerClaim(VERSION_CLAIM);
        Date begins = claims.getNotBeforeTime();
        return new Claims(
                new Bearer(UserId.of(subject), Role.of(role), version == null ? 0 : version),
                begins == null ? Instant.MIN : begins.toInstant(),
                expires.toInstant());
    }

    private boolean isCurrent(Claims claims) {
        Instant now = clock.instant();
        return now.isBefore(claims.expires)
                && !now.isBefore(claims.begins)
                && !revocations.isRevoked(claims.bearer.user(), claims.bearer.tokenVersion());
    }

    /** What is read of a token. */
    record Claims(Bearer bearer, Instant begins, Instant expires) {}
}
