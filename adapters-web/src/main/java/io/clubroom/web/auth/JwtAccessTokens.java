package io.clubroom.web.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.user.User;
import io.micronaut.security.token.jwt.signature.SignatureGeneratorConfiguration;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Access tokens as JSON Web Tokens (RFC 7519) signed with HS256, and with nothing else. */
@Singleton
public final class JwtAccessTokens implements AccessTokens {
    /** The user's token version; tokens of before there was one are of version 0. */
    static final String VERSION_CLAIM = "ver";

    private final SignatureGeneratorConfiguration signature;
    private final Duration expiration;

    public JwtAccessTokens(@Named("generator") SignatureGeneratorConfiguration signature, JwtSettings settings) {
        this.signature = signature;
        this.expiration = settings.expiration();
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
        try {
            return new AccessToken(signature.sign(claims).serialize(), expiration);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
