package io.clubroom.web.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.identity.ProviderFailure;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks providers over HTTP: within a time in all, no more than so much, and nobody whom they point at. */
@Singleton
final class ProviderHttp {
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** So many may wait for providers at once; each takes {@link OAuthSettings#timeout()} at most. */
    private static final int MAX_CONVERSATIONS = 32;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Duration timeout;
    private final Semaphore places = new Semaphore(MAX_CONVERSATIONS);
    private @Nullable HttpClient client;

    ProviderHttp(OAuthSettings settings) {
        this.timeout = settings.timeout();
    }

    /** Runs what asks a provider, perhaps several times; throws {@link Unavailable} at once when too many others do. */
    <R> R converse(Function<Conversation, R> questions) {
        if (!places.tryAcquire()) {
            throw new Unavailable(
                    Unavailable.What.CAPACITY, RETRY_AFTER, "too many sign-ins wait for their providers", null);
        }
        try {
            return questions.apply(new Conversation(client(), System.nanoTime() + timeout.toNanos()));
        } finally {
            places.release();
        }
    }

    @PreDestroy
    synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    /** Made when it is first needed: most servers never do. */
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

    /** Questions to a provider that share a deadline; all throw {@link ProviderFailure}. */
    static final class Conversation {
        private final HttpClient client;
        private final long deadline;

        private Conversation(HttpClient client, long deadline) {
            this.client = client;
            this.deadline = deadline;
        }

        /** What stands there for whoever has the access token, or for anybody. */
        String get(URI address, @Nullable String accessToken) {
            return send(HttpRequest.newBuilder(address).GET(), accessToken == null ? null : "Bearer " + accessToken);
        }

        /** As {@link #get}, read as a JSON object. */
        Map<String, Object> getObject(URI address, @Nullable String accessToken) {
            return object(get(address, accessToken));
        }

        /** The JSON object that is the answer to a form. */
        Map<String, Object> post(URI address, Map<String, String> form, @Nullable String authorization) {
            String body = form.entrySet().stream()
                    .map(field -> Urls.encoded(field.getKey()) + "=" + Urls.encoded(field.getValue()))
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
                // GitHub answers nobody without a name.
                request.header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON).header("User-Agent", "clubroom");
                CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                        request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
                HttpResponse<byte[]> response = await(answer);
                if (response.statusCode() != 200) {
                    throw new ProviderFailure("it answered with the status " + response.statusCode(), null);
                }
                return new String(response.body(), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException unusable) {
                throw new ProviderFailure("it gave an access token that cannot be used", null);
            }
        }

        private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer) {
            try {
                return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException late) {
                answer.cancel(true);
                throw new ProviderFailure("it did not answer in time", null);
            } catch (InterruptedException stopping) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw new ProviderFailure("the server stops", stopping);
            } catch (ExecutionException failed) {
                throw new ProviderFailure("it cannot be reached, or its answer not be read", failed.getCause());
            }
        }

        private static Map<String, Object> object(String text) {
            Map<String, Object> object = null;
            try {
                object = JSONObjectUtils.parse(text);
            } catch (ParseException nonsense) {
                // Its message may quote the answer, so it is not passed on.
            }
            if (object == null) {
                throw new ProviderFailure("it answered with something else than a JSON object", null);
            }
            return object;
        }
    }
}
