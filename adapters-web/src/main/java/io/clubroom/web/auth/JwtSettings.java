package io.clubroom.web.auth;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How access tokens are made.
 *
 * @param secret signs them; its UTF-8 is at least 32 bytes long (RFC 7518 §3.2)
 * @param expiration how long they are good
 */
@ConfigurationProperties("clubroom.web.jwt")
public record JwtSettings(String secret, Duration expiration) {
    @Override
    public String toString() {
        return "JwtSettings[secret=hidden, expiration=" + expiration + "]";
    }
}
