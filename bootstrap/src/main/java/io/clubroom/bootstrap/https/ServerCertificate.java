package io.clubroom.bootstrap.https;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.ssl.CertificateProvider;
import java.security.KeyStore;
import org.reactivestreams.Publisher;

/** What {@link CertificateFiles} provided at the start, for the framework. */
public final class ServerCertificate implements CertificateProvider {
    /** By which the framework asks for it. */
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
