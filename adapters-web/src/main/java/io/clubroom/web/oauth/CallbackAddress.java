package io.clubroom.web.oauth;

import io.clubroom.domain.PublicUrl;
import jakarta.inject.Singleton;
import java.net.URI;

/** The redirect URI (RFC 6749 §3.1.2), the same for all providers. */
@Singleton
final class CallbackAddress {
    private final OAuthSettings settings;
    private final PublicUrl publicUrl;

    CallbackAddress(OAuthSettings settings, PublicUrl publicUrl) {
        this.settings = settings;
        this.publicUrl = publicUrl;
    }

    URI get() {
        return settings.redirectUrl()
                .orElseGet(() -> URI.create(publicUrl.get() + OAuthController.PATH + OAuthController.CALLBACK));
    }

    boolean isHttps() {
        return "https".equals(get().getScheme());
    }
}
