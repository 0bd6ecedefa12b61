package io.clubroom.web.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clubroom.domain.identity.Provider;
import io.clubroom.web.oauth.OAuthSettings;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Plays all providers: the OpenID Connect issuer, and each of the others under a path with its name. A code is redeemed once, for
 * the client with the right secret, code verifier and redirect URI. Tests replace the responses.
 */
public final class ProviderDouble {
    public static final String CLIENT_ID = "club&room id";
    public static final String CLIENT_SECRET = "s3cret:word/with+signs";
    public static final String REDIRECT_URL = "http://club.example/api/auth/oauth/callback";
    public static final String RETURN_URL = "https://app.example.com/signed-in?from=oauth";

    private record Answer(int status, String body, Map<String, String> headers) {}

    /** The OpenID Connect provider. */
    public final OpenIdIssuer issuer = new OpenIdIssuer();

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Runnable> interruptions = new ConcurrentHashMap<>();

    public ProviderDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** Registrations with all providers, with a timeout long enough for a busy machine. */
    public OAuthSettings settings() {
        Map<Provider, Registration> registrations = new EnumMap<>(Provider.class);
        for (Provider provider : Provider.values()) {
            registrations.put(provider, registration(provider));
        }
        return new OAuthSettings(
                registrations, Optional.of(URI.create(REDIRECT_URL)), Set.of(RETURN_URL), Duration.ofSeconds(15));
    }

    public Registration registration(Provider provider) {
        URI base = address(provider);
        return new Registration(
                CLIENT_ID,
                CLIENT_SECRET,
                provider == Provider.OIDC
                        ? new Endpoints.Discovered(base)
                        : new Endpoints.Fixed(
                                URI.create(base + "/authorize?already=there"),
                                URI.create(base + "/token"),
                                URI.create(base + "/userinfo"),
                                URI.create(base + "/emails")));
    }

    public URI address(Provider provider) {
        return provider == Provider.OIDC
                ? issuer.address()
                : URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + provider.text());
    }

    /** Restores the normal responses, about the user Ada. */
    void reset(InstantSource clock) {
        issuer.reset(clock);
        codes.clear();
        answers.clear();
        asked.clear();
        interruptions.clear();
        answer("/google/userinfo", """
            {"sub":"g-1","email":"ada@example.com","email_verified":true,"name":"Ada Lovelace"}\
            """);
        answer("/facebook/userinfo", """
            {"id":"f-1","name":"Ada Lovelace","email":"ada@example.com"}\
            """);
        answer("/github/userinfo", """
            {"id":4711,"login":"ada","name":null,"email":"liar@example.com"}\
            """);
        answer("/github/emails", """
            [{"email":"old@example.com","primary":false,"verified":true},
             {"email":"ada@example.com","primary":true,"verified":true}]\
            """);
    }

    public void answer(String path, String body) {
        answer(path, 200, body);
    }

    public void answer(String path, int status, String body, String... headers) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        answers.put(path, new Answer(status, body, named));
    }

    /** Runs the action before each response at this path. */
    public void before(String path, Runnable action) {
        interruptions.put(path, action);
    }

    /** The paths of all requests, in order. */
    public List<String> asked() {
        return asked;
    }

    /** The query of the callback after the user consented. */
    public String consent(String location) {
        if (location.startsWith(issuer.address() + "/")) {
            return issuer.consent(location);
        }
        Map<String, String> asked = parameters(location);
        String code = "code-" + UUID.randomUUID();
        codes.put(code, asked);
        return "code=" + code + "&state=" + asked.get("state");
    }

    /** The query parameters of an address. */
    public static Map<String, String> parameters(String address) {
        return form(URI.create(address).getRawQuery());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            interruptions.getOrDefault(path, () -> {}).run();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answers.get(path);
            if (answer == null) {
                answer = path.endsWith("/token") ? token(exchange, body) : new Answer(404, "{}", Map.of());
            } else if (needsToken(path) && !"Bearer the-access-token".equals(authorization(exchange))) {
                answer = new Answer(401, "no token", Map.of());
            } else if (path.equals("/facebook/userinfo")
                    && !"fields=id,name,email".equals(exchange.getRequestURI().getQuery())) {
                answer = new Answer(200, "{\"id\":\"f-1\",\"name\":\"Ada Lovelace\"}", Map.of());
            }
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static boolean needsToken(String path) {
        return path.endsWith("/userinfo") || path.endsWith("/emails");
    }

    private static String authorization(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("Authorization");
    }

    private Answer token(HttpExchange exchange, String body) {
        Map<String, String> form = form(body);
        Map<String, String> asked = codes.remove(String.valueOf(form.get("code")));
        if (asked == null
                || !knowsSecret(authorization(exchange), form)
                || !"authorization_code".equals(form.get("grant_type"))
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(form.get("code_verifier")))) {
            // GitHub reports the error with this status.
            return new Answer(200, "{\"error\":\"invalid_grant\",\"error_description\":\"leak-me\"}", Map.of());
        }
        return new Answer(200, "{\"access_token\":\"the-access-token\",\"token_type\":\"bearer\"}", Map.of());
    }

    /** Whether the client authenticates by exactly one method (RFC 6749 §2.3). */
    static boolean knowsSecret(@Nullable String authorization, Map<String, String> form) {
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                "club%26room%20id:s3cret%3Aword%2Fwith%2Bsigns".getBytes(StandardCharsets.UTF_8));
        return authorization == null
                ? CLIENT_ID.equals(form.get("client_id")) && CLIENT_SECRET.equals(form.get("client_secret"))
                : basic.equals(authorization) && !form.containsKey("client_secret");
    }

    static Map<String, String> form(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String field : encoded.split("&")) {
            int equals = field.indexOf('=');
            fields.put(
                    URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(verifier).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
