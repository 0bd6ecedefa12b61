package io.clubroom.bootstrap.support;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** An HTTP client of a server, with or without an access token. */
public final class Api {
    /** The password of every user that {@link #register} creates. */
    public static final String PASSWORD = "SecurePass123";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient PLAIN =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpClient client;
    private final URI address;
    private final @Nullable String token;

    private Api(HttpClient client, URI address, @Nullable String token) {
        this.client = client;
        this.address = address;
        this.token = token;
    }

    public static Api of(URI address) {
        return new Api(PLAIN, address, null);
    }

    /** A client without a token that trusts only this certificate, a PEM file. */
    public static Api trusting(Path certificate, URI address) {
        try (InputStream pem = Files.newInputStream(certificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return new Api(HttpClient.newBuilder().sslContext(tls).build(), address, null);
        } catch (IOException | GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    /** A client of the same server with this token. */
    public Api with(String token) {
        return new Api(client, address, token);
    }

    /** Signs in as this user; returns a client with the token of the new session. */
    public Api signedIn(String email, String password) {
        Reply reply = login(email, password).expect(200);
        return with(reply.text("token"));
    }

    /** Signs in as the administrator; returns a client with the token of the new session. */
    public Api signedInAsAdmin() {
        return signedIn(TestServer.ADMIN_EMAIL, TestServer.ADMIN_PASSWORD);
    }

    /** Signs in as a user created by {@link #register}; returns a client with the token of the new session. */
    public Api signedInAs(String username) {
        return signedIn(username + "@example.com", PASSWORD);
    }

    /** The address of a WebSocket endpoint of the same server. */
    URI socket(String path) {
        return URI.create("ws" + address.resolve(path).toString().substring("http".length()));
    }

    HttpClient http() {
        return client;
    }

    /** The token; fails if the client has none. */
    public String token() {
        return requireNonNull(token);
    }

    public Reply login(String email, String password) {
        return post("/api/auth/login", """
            {"email":"%s","password":"%s"}
            """.formatted(email, password));
    }

    /** Registers a user and returns the user's path. */
    public String register(String username, String role) {
        Reply reply = post("/api/users", registration(username, role)).expect(201);
        return "/api/users/" + reply.text("id");
    }

    /** The request body that registers a user. */
    public static String registration(String username, String role) {
        return """
            {"username":"%1$s","email":"%1$s@example.com","password":"%2$s","full_name":"%1$s","role":"%3$s"}
            """.formatted(username, PASSWORD, role);
    }

    public Reply get(String path, String... headers) {
        return sendJson("GET", path, null, headers);
    }

    public Reply post(String path, String json) {
        return sendJson("POST", path, json);
    }

    public Reply put(String path, String json) {
        return sendJson("PUT", path, json);
    }

    public Reply patch(String path, String json, String... headers) {
        return sendJson("PATCH", path, json, headers);
    }

    public Reply delete(String path) {
        return sendJson("DELETE", path, null);
    }

    /** Sends a file in one piece. */
    public Reply postFile(String name, byte[] content) {
        String head = """
            --boundary\r
            Content-Disposition: form-data; name="file"; filename="%s"\r
            \r
            """.formatted(name);
        return send(
                "POST",
                "/api/files",
                BodyPublishers.concat(
                        BodyPublishers.ofString(head),
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofString("\r\n--boundary--\r\n")),
                "Content-Type",
                "multipart/form-data; boundary=boundary");
    }

    /** Begins an upload in parts (tus), perhaps with the first bytes. */
    public Reply beginUpload(long length, byte... begin) {
        return send(
                "POST",
                "/api/uploads",
                BodyPublishers.ofByteArray(begin),
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                Long.toString(length),
                "Content-Type",
                "application/offset+octet-stream");
    }

    private Reply sendJson(String method, String path, @Nullable String json, String... headers) {
        return json == null
                ? send(method, path, BodyPublishers.noBody(), headers)
                : send(
                        method,
                        path,
                        BodyPublishers.ofString(json),
                        Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(headers))
                                .toArray(String[]::new));
    }

    public Reply send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(method, body);
        try {
            return new Reply(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
