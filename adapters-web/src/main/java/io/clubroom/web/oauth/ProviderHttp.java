package io.clubroom.web.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderFailure;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to providers. All requests of one step of a sign-in share a deadline; a response has at most 64 KiB; redirects
 * are not followed.
 */
@Singleton
final class ProviderHttp {
    private static final int MAX_RESPONSE_BYTES = 64 * 1024;

    /** The maximum number of concurrent conversations per provider, so that a hanging provider does not affect the others. */
    private static final int MAX_CONVERSATIONS = 32;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Duration timeout;
    private final Map<Provider, Semaphore> places = new EnumMap<>(Provider.class);
    private @Nullable HttpClient client;

    ProviderHttp(OAuthSettings settings) {
        this.timeout = settings.timeout();
        for (Provider provider : Provider.values()) {
            places.put(provider, new Semaphore(MAX_CONVERSATIONS));
        }
    }

    /** Runs requests to one provider. Throws {@link Unavailable} immediately while 32 others wait for the same provider. */
    <R> R converse(Provider provider, Function<Conversation, R> requests) {
        Semaphore free = Objects.requireNonNull(places.get(provider));
        if (!free.tryAcquire()) {
            throw new Unavailable(
                    Unavailable.What.CAPACITY, RETRY_AFTER, "too many sign-ins are waiting for the provider", null);
        }
        try {
            return requests.apply(new Conversation(client(), System.nanoTime() + timeout.toNanos()));
        } finally {
            free.release();
        }
    }

    @PreDestroy
    synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    /** Created on first use, because most servers have no provider. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(timeout)
                    .build();
        }
        return client;
    }

    /** Requests that share a deadline. Each throws {@link ProviderFailure}. */
    static final class Conversation {
        private final HttpClient client;
        private final long deadline;

        private Conversation(HttpClient client, long deadline) {
            this.client = client;
            this.deadline = deadline;
        }

        /** Returns the response to a GET request, authorized by the access token if there is one. */
        String get(URI address, @Nullable String accessToken) {
            return send(HttpRequest.newBuilder(address).GET(), accessToken == null ? null : "Bearer " + accessToken);
        }

        /** Returns the response to a GET request as a JSON object. */
        Map<String, Object> getObject(URI address, @Nullable String accessToken) {
            return object(get(address, accessToken));
        }

        /** Posts a form and returns the response as a JSON object. */
        Map<String, Object> post(URI address, Map<String, String> form, @Nullable String authorization) {
            String body = form.entrySet().stream()
                    .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                    .collect(Collectors.joining("&"));
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_FORM_URLENCODED)
                    .POST(BodyPublishers.ofString(body));
            return object(send(request, authorization));
        }

        private String send(HttpRequest.Builder request, @Nullable String authorization) {
            try {
                if (authorization != null) {
                    request.header(HttpHeaders.AUTHORIZATION, authorization);
                }
                // GitHub rejects requests without a User-Agent.
                request.header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.USER_AGENT, "clubroom");
                CompletableFuture<HttpResponse<byte[]>> pending = client.sendAsync(
                        request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_RESPONSE_BYTES));
                HttpResponse<byte[]> response = await(pending);
                if (response.statusCode() != 200) {
                    throw new ProviderFailure("it responded with the status " + response.statusCode(), null);
                }
                return new String(response.body(), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException malformed) {
                throw new ProviderFailure("its access token is malformed", null);
            }
        }

        private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> pending) {
            try {
                return pending.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                pending.cancel(true);
                throw new ProviderFailure("it timed out", null);
            } catch (InterruptedException stopping) {
                pending.cancel(true);
                Thread.currentThread().interrupt();
                throw new ProviderFailure("the server is stopping", stopping);
            } catch (ExecutionException failed) {
                throw new ProviderFailure("it is unreachable, or its response is unreadable", failed.getCause());
            }
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        private static Map<String, Object> object(String text) {
            Map<String, Object> object = null;
            try {
                object = JSONObjectUtils.parse(text);
            } catch (ParseException malformed) {
                // Its message may quote the response, so it is dropped.
            }
            if (object == null) {
                throw new ProviderFailure("its response is not a JSON object", null);
            }
            return object;
        }
    }
}
