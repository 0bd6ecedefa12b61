package io.clubroom.web.oauth;

import io.clubroom.web.oauth.ProviderHttp.Conversation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The metadata of an issuer, fetched on first use and cached for an hour (OpenID Connect Discovery 1.0 §4). */
final class Discovery implements Function<Conversation, OpenIdMetadata> {
    private static final String PATH = "/.well-known/openid-configuration";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private record Fetched(OpenIdMetadata metadata, Instant at) {}

    private final URI issuer;
    private final InstantSource clock;
    private volatile @Nullable Fetched fetched;

    Discovery(URI issuer, InstantSource clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Throws {@link io.clubroom.domain.identity.ProviderFailure}; the next call then tries again. */
    @Override
    public OpenIdMetadata apply(Conversation conversation) {
        Instant now = clock.instant();
        Fetched known = fetched;
        if (known == null || !now.isBefore(known.at().plus(LIFETIME))) {
            URI address = URI.create(issuer.toString().replaceFirst("/$", "") + PATH);
            known = new Fetched(OpenIdMetadata.of(new Answer(conversation.getObject(address, null)), issuer), now);
            fetched = known;
        }
        return known.metadata();
    }
}
