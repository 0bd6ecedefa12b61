package io.clubroom.web.auth;

import io.clubroom.domain.auth.AccessTokenLifetime;

/**
 * The settings for issuing access tokens.
 *
 * @param secret the HMAC key; at least 32 bytes in UTF-8 (RFC 7518 §3.2)
 */
public record JwtSettings(String secret, AccessTokenLifetime lifetime) {
    @Override
    public String toString() {
        return "JwtSettings[secret=hidden, lifetime=" + lifetime + "]";
    }
}
