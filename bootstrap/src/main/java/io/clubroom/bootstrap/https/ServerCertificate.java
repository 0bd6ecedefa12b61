package io.clubroom.bootstrap.https;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.ssl.CertificateProvider;
import java.security.KeyStore;
import org.reactivestreams.Publisher;

/** Gives the framework the certificate that {@link CertificateFiles} loaded at the start. */
public final class ServerCertificate implements CertificateProvider {
    /** The name that {@code micronaut.server.ssl.key-name} refers to. */
    public static final String NAME = "clubroom";

    private final KeyStore store;

    public ServerCertificate(KeyStore store) {
        this.store = store;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return Publishers.just(store);
    }
}
