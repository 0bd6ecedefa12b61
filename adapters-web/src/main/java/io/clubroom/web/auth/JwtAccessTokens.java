package io.clubroom.web.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.clubroom.domain.auth.AccessToken;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.user.User;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Issues access tokens as JSON Web Tokens (RFC 7519) signed with HS256. */
@Singleton
public final class JwtAccessTokens implements AccessTokens {
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();

    private final JWSSigner signer;
    private final Duration lifetime;

    public JwtAccessTokens(JwtSettings settings) {
        try {
            this.signer = new MACSigner(settings.secret());
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("the secret for access tokens is too short", tooShort);
        }
        this.lifetime = settings.lifetime().value();
    }

    @Override
    public AccessToken issue(User user, Session session, boolean enrollmentOnly, Instant now) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .subject(user.id().toString())
                .claim("name", user.username().value())
                .claim("email", user.email().value())
                .claim(AccessTokenClaims.ROLE, user.role().text())
                .claim(AccessTokenClaims.TOKEN_VERSION, user.tokenVersion())
                .claim(AccessTokenClaims.SESSION, session.id().toString())
                .claim(
                        AccessTokenClaims.AUTHENTICATION_TIME,
                        session.authenticatedAt().getEpochSecond())
                .claim(
                        AccessTokenClaims.AUTHENTICATION_METHODS,
                        session.authenticationMethods().stream()
                                .map(AuthenticationMethod::text)
                                .toList())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)));
        if (enrollmentOnly) {
            claims.claim(AccessTokenClaims.ENROLLMENT_ONLY, true);
        }
        SignedJWT token = new SignedJWT(HEADER, claims.build());
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
        return new AccessToken(token.serialize(), lifetime);
    }
}
