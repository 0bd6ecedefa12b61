package io.clubroom.web.oauth;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookie by which a browser is recognised that went to a provider: one for all sign-ins that it has begun, so that
 * they don't disturb each other.
 */
@Singleton
final class BrowserCookie {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String NAME = "clubroom_oauth";

    /** A browser takes a cookie of this name only from this host, over HTTPS and for all paths (RFC 6265bis §4.1.3.2). */
    private static final String SECURE_NAME = "__Host-" + NAME;

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final int SECRET_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final CallbackAddress callback;

    BrowserCookie(CallbackAddress callback) {
        this.callback = callback;
    }

    /** The secret that the browser has. */
    Optional<String> read(HttpRequest<?> request) {
        return request.getCookies()
                .findCookie(isSecure(request) ? SECURE_NAME : NAME)
                .map(Cookie::getValue)
                .filter(value -> SECRET.matcher(value).matches());
    }

    /** The secret that the browser has, or a new one. */
    String readOrMake(HttpRequest<?> request) {
        return read(request).orElseGet(this::secret);
    }

    /** The value of {@code Set-Cookie} (RFC 6265 §4.1), which Netty would spell in its own way. */
    String write(HttpRequest<?> request, String secret) {
        boolean secure = isSecure(request);
        return (secure ? SECURE_NAME : NAME) + "=" + secret
                + "; Max-Age=" + LIFETIME.toSeconds()
                + "; Path=" + (secure ? "/; Secure" : OAuthController.PATH)
                + "; HttpOnly; SameSite=Lax";
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Behind a proxy that speaks HTTPS, the request itself comes without. */
    private boolean isSecure(HttpRequest<?> request) {
        return request.isSecure() || callback.isHttps();
    }
}
