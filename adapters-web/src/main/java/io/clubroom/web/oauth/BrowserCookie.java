package io.clubroom.web.oauth;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.DefaultServerCookieEncoder;
import io.micronaut.http.cookie.SameSite;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookie that binds a sign-in to the browser that started it. A browser uses one cookie for all sign-ins, so that several tabs can sign
 * in.
 */
@Singleton
final class BrowserCookie {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String NAME = "clubroom_oauth";

    /** Browsers accept this prefix only from this host itself, over HTTPS and for all paths (RFC 6265bis §4.1.3.2). */
    private static final String SECURE_NAME = "__Host-" + NAME;

    private static final int SECRET_BYTES = 32;

    /** 32 bytes in base64url. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random = new SecureRandom();
    private final CallbackAddress callback;

    BrowserCookie(CallbackAddress callback) {
        this.callback = callback;
    }

    /** The secret in the request's cookie. */
    Optional<String> read(HttpRequest<?> request) {
        return request.getCookies()
                .findCookie(isSecure(request) ? SECURE_NAME : NAME)
                .map(Cookie::getValue)
                .filter(value -> SECRET.matcher(value).matches());
    }

    /** The secret in the request's cookie, or else a new one. */
    String readOrCreate(HttpRequest<?> request) {
        return read(request).orElseGet(this::secret);
    }

    /** The {@code Set-Cookie} header. Netty's encoder, the server's default, would write {@code HTTPOnly}. */
    String setCookie(HttpRequest<?> request, String secret) {
        boolean secure = isSecure(request);
        Cookie cookie = Cookie.of(secure ? SECURE_NAME : NAME, secret)
                .maxAge(LIFETIME)
                .path(secure ? "/" : OAuthController.PATH)
                .secure(secure)
                .httpOnly(true)
                .sameSite(SameSite.Lax);
        return new DefaultServerCookieEncoder().encode(cookie).getFirst();
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Behind a proxy that terminates TLS, the request itself is not secure. */
    private boolean isSecure(HttpRequest<?> request) {
        return request.isSecure() || callback.isHttps();
    }
}
