package io.clubroom.web.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request to a server. */
public final class Call {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpRequest.Builder request;
    private final URI address;
    private final String method;
    private byte @Nullable [] content;
    private BodyPublisher body = BodyPublishers.noBody();

    Call(URI address, String method, String path) {
        this.request = HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
        this.address = address;
        this.method = method;
    }

    public Call bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public Call header(String name, String value) {
        request.header(name, value);
        return this;
    }

    public Call json(String json) {
        return body("application/json", json);
    }

    /** Sends a form as browsers do. @param pairs names and values by turns */
    public Call form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(pairs[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return body("application/x-www-form-urlencoded", form.toString());
    }

    public Call body(String contentType, String content) {
        return body(contentType, content.getBytes(StandardCharsets.UTF_8));
    }

    public Call body(String contentType, byte[] content) {
        this.content = content;
        return header("Content-Type", contentType).body(BodyPublishers.ofByteArray(content));
    }

    public Call body(BodyPublisher content) {
        body = content;
        return this;
    }

    /** Sends the request and checks the response against the OpenAPI document. */
    public Reply send() {
        return send(true);
    }

    /** Sends a request that is no call of the OpenAPI document. */
    public Reply sendUnchecked() {
        return send(false);
    }

    private Reply send(boolean checked) {
        try {
            // Loaded before the call, because a server that is shutting down no longer serves it.
            Description description = Description.of(address);
            HttpRequest built = request.method(method, body).build();
            var response = CLIENT.send(built, BodyHandlers.ofString());
            if (checked) {
                description.check(built, content, response);
            }
            return new Reply(response);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
