package io.clubroom.bootstrap;

import io.clubroom.bootstrap.https.ServerCertificate;
import io.clubroom.bootstrap.mail.MailSenders;
import io.clubroom.bootstrap.search.SearchIndexing;
import io.clubroom.bootstrap.settings.Settings;
import io.clubroom.persistence.DatabaseUrl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that the framework and its libraries read as properties. Fixed values are in {@code application.properties}. */
final class ContextProperties {
    /** Forward secrecy and authenticated encryption only; ChaCha20 is fast without support of the processor. */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private ContextProperties() {}

    static Map<String, Object> of(Settings settings, String tokenSecret, Optional<DatabaseUrl> database) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("clubroom.adapters", database.isPresent() ? "postgres" : "memory");
        // Only a database of the operator's own can be shared with other nodes.
        boolean isShared = database.isPresent() && settings.database().isPresent();
        properties.put("clubroom.chat.relay", isShared ? "postgres" : "none");
        properties.put("clubroom.tracing", settings.tracing().isOn());
        properties.put("clubroom.web.jwt.secret", tokenSecret);
        server(properties, settings);
        cors(properties, settings);
        database.ifPresent(url -> database(properties, url, settings.databaseConnections()));
        return properties;
    }

    private static void server(Map<String, Object> properties, Settings settings) {
        properties.put("micronaut.server.host", settings.host());
        properties.put("micronaut.server.port", settings.port());
        if (settings.https().enabled()) {
            properties.put("micronaut.server.ssl.enabled", true);
            // Negotiated with TLS. Without TLS, each connection would build the handlers of HTTP/2 for an upgrade that
            // no
            // browser asks for, and that would pass a proxy which checks requests of HTTP/1.1 only.
            properties.put("micronaut.server.http-version", "2.0");
            properties.put("micronaut.server.ssl.port", settings.port());
            properties.put("micronaut.server.ssl.key-name", ServerCertificate.NAME);
            properties.put("micronaut.server.ssl.protocols", "TLSv1.3,TLSv1.2");
            properties.put("micronaut.server.ssl.ciphers", String.join(",", CIPHERS));
            // A client could make the server compute key exchanges without end. TLS 1.3 has no renegotiation.
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
    }

    private static void cors(Map<String, Object> properties, Settings settings) {
        if (!settings.allowedOrigins().isEmpty()) {
            properties.put("micronaut.server.cors.enabled", true);
            properties.put("micronaut.server.cors.configurations.web.allowed-origins", settings.allowedOrigins());
        }
    }

    private static void database(Map<String, Object> properties, DatabaseUrl url, int connections) {
        properties.put("datasources.default.url", url.jdbcUrl());
        properties.put("datasources.default.username", url.user());
        properties.put("datasources.default.password", url.password() == null ? "" : url.password());
        properties.put("datasources.default.dialect", "POSTGRES");
        properties.put("datasources.default.driver-class-name", "org.postgresql.Driver");
        properties.put(
                "datasources.default.maximum-pool-size",
                connections + MailSenders.CONNECTIONS + SearchIndexing.CONNECTIONS);
        properties.put("flyway.datasources.default.enabled", true);
    }
}
