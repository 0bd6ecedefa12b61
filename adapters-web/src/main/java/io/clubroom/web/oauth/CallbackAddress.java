package io.clubroom.web.oauth;

import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The redirect URI (RFC 6749 §3.1.2), the same for all providers. */
@Singleton
final class CallbackAddress {
    private final OAuthSettings settings;
    private final BeanProvider<EmbeddedServer> server;

    CallbackAddress(OAuthSettings settings, BeanProvider<EmbeddedServer> server) {
        this.settings = settings;
        this.server = server;
    }

    URI get() {
        return settings.redirectUrl().orElseGet(this::ofServer);
    }

    boolean isHttps() {
        return "https".equals(get().getScheme());
    }

    private URI ofServer() {
        EmbeddedServer listening = server.get();
        return URI.create(listening.getScheme() + "://" + host(listening.getHost()) + ":" + listening.getPort()
                + OAuthController.PATH + OAuthController.CALLBACK);
    }

    private static String host(String host) {
        try {
            if (InetAddress.getByName(host).isAnyLocalAddress()) {
                return "localhost";
            }
        } catch (UnknownHostException unknown) {
            // The browser may still resolve it.
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
