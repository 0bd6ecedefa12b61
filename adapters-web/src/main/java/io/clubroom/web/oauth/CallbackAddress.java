package io.clubroom.web.oauth;

import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Where providers send browsers back to, the same for all of them. */
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

    /** A server that listens everywhere is here, too. */
    private static String host(String host) {
        try {
            if (InetAddress.getByName(host).isAnyLocalAddress()) {
                return "localhost";
            }
        } catch (UnknownHostException unknown) {
            // Browsers may know it.
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }
}
