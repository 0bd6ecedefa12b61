package io.clubroom.web.passkey;

import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.web.http.PublicUrlSettings;
import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The relying party of the configured address, or {@code localhost} if that has no host name, because the id of a relying party is a domain
 * (WebAuthn Level 3 §5.1.3).
 */
@Singleton
final class ConfiguredRelyingParty implements RelyingParty {
    private static final String LOCALHOST = "localhost";

    /** Of what {@link URI} accepts as a host. */
    private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*|[0-9.]+");

    private final Optional<URI> url;
    private final PasskeySettings settings;
    private final BeanProvider<EmbeddedServer> server;

    ConfiguredRelyingParty(PublicUrlSettings publicUrl, PasskeySettings settings, BeanProvider<EmbeddedServer> server) {
        this.url = publicUrl.url().filter(address -> !isIpAddress(address.getHost()));
        this.settings = settings;
        this.server = server;
    }

    @Override
    public String id() {
        return url.map(address -> address.getHost().toLowerCase(Locale.ROOT)).orElse(LOCALHOST);
    }

    @Override
    public Set<String> origins() {
        Set<String> origins = new HashSet<>(settings.allowedOrigins());
        origins.add(url.map(URI::toString).orElseGet(this::ofServer));
        return origins;
    }

    private String ofServer() {
        EmbeddedServer listening = server.get();
        return listening.getScheme() + "://" + LOCALHOST + ":" + listening.getPort();
    }

    private static boolean isIpAddress(String host) {
        return IP_ADDRESS.matcher(host).matches();
    }
}
