package io.clubroom.bootstrap.https;

import io.micronaut.http.ssl.CertificateProvider;
import java.security.KeyStore;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Provides the framework with the certificate that {@link CertificateFiles} loaded at the start, and each renewed one. */
public final class ServerCertificate implements CertificateProvider {
    /** The name that {@code micronaut.server.ssl.key-name} refers to. */
    public static final String NAME = "clubroom";

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    private final KeyStore first;
    private final CertificateRenewal renewal;

    public ServerCertificate(KeyStore first, CertificateRenewal renewal) {
        this.first = first;
        this.renewal = renewal;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return Flux.concat(
                Flux.just(first),
                Flux.interval(CHECK_INTERVAL)
                        .onBackpressureDrop()
                        .concatMap(_ -> Flux.fromStream(renewal.check().stream())));
    }
}
