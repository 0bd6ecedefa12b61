package io.clubroom.web.http;

import io.clubroom.domain.PublicUrl;
import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The configured address, or the one on which the server listens. */
@Singleton
final class ConfiguredPublicUrl implements PublicUrl {
    private final PublicUrlSettings settings;
    private final BeanProvider<EmbeddedServer> server;

    ConfiguredPublicUrl(PublicUrlSettings settings, BeanProvider<EmbeddedServer> server) {
        this.settings = settings;
        this.server = server;
    }

    @Override
    public String get() {
        return settings.url().map(URI::toString).orElseGet(this::ofServer);
    }

    private String ofServer() {
        EmbeddedServer listening = server.get();
        return listening.getScheme() + "://" + host(listening.getHost()) + ":" + listening.getPort();
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
