package io.clubroom.web.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
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
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
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

/**
 * All providers at once, each below a path of its name: they redeem a code once, for who knows the secret, the verifier and
 * the redirect address that it was made for, and answer then as a test wants.
 */
public final class ProviderDouble {
    public static final String CLIENT_ID = "club&room id";
    public static final String CLIENT_SECRET = "s3cret:word/with+signs";
    public static final String REDIRECT_URL = "http://club.example/api/auth/oauth/callback";
    public static final String RETURN_URL = "https://app.example.com/signed-in?from=oauth";

    /** Makes an ID token of the claims that are right, or something else. */
    @FunctionalInterface
    public interface IdToken {
        String of(JWTClaimsSet.Builder claims) throws JOSEException;
    }

    private record Answer(int status, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final RSAKey key = key("first");
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile List<JWK> published = List.of();
    private volatile IdToken idToken = claims -> "";
    private volatile InstantSource clock = InstantSource.system();

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

    /** Registered with all providers. */
    public OAuthSettings settings() {
        Map<Provider, Registration> registrations = new EnumMap<>(Provider.class);
        for (Provider provider : Provider.values()) {
            registrations.put(provider, registration(provider));
        }
        return new OAuthSettings(
                registrations, Optional.of(URI.create(REDIRECT_URL)), Set.of(RETURN_URL), OAuthSettings.TIMEOUT);
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
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + provider.text());
    }

    /** Everybody is Ada again, and all is well. */
    void reset(InstantSource clock) {
        this.clock = clock;
        codes.clear();
        answers.clear();
        asked.clear();
        published = List.of(key.toPublicJWK());
        idToken = claims -> signed(claims.build(), key, "first");
        URI issuer = address(Provider.OIDC);
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
        discovery(issuer.toString(), "");
    }

    /** What the issuer says of itself, with more fields. */
    public void discovery(String issuer, String more) {
        URI base = address(Provider.OIDC);
        answer("/oidc/.well-known/openid-configuration", """
            {"issuer":"%s","authorization_endpoint":"%2$s/authorize","token_endpoint":"%2$s/token",
             "userinfo_endpoint":"%2$s/userinfo","jwks_uri":"%2$s/jwks"%3$s}\
            """.formatted(issuer, base, more));
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

    public void idToken(IdToken token) {
        idToken = token;
    }

    /** The key that the ID tokens are signed with, until it is {@link #publish another}. */
    public RSAKey key() {
        return key;
    }

    public void publish(JWK... keys) {
        published = List.of(keys);
    }

    /** The paths that were asked for, in their order. */
    public List<String> asked() {
        return asked;
    }

    /** The query with which the browser comes back when its user says yes there. */
    public String consent(String location) {
        Map<String, String> asked = parameters(location);
        String code = "code-" + UUID.randomUUID();
        codes.put(code, asked);
        return "code=" + code + "&state=" + asked.get("state");
    }

    /** The parameters of an address. */
    public static Map<String, String> parameters(String address) {
        return form(URI.create(address).getRawQuery());
    }

    public static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static String signed(JWTClaimsSet claims, RSAKey key, String keyId) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Answer answer = answers.get(path);
            if (answer == null) {
                answer = path.endsWith("/token") ? token(exchange, body) : other(path);
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

    private Answer other(String path) {
        return path.equals("/oidc/jwks")
                ? new Answer(200, new JWKSet(published).toString(), Map.of())
                : new Answer(404, "{}", Map.of());
    }

    private Answer token(HttpExchange exchange, String body) {
        Map<String, String> form = form(body);
        Map<String, String> asked = codes.remove(String.valueOf(form.get("code")));
        boolean oidc = exchange.getRequestURI().getPath().startsWith("/oidc/");
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                "club%26room%20id:s3cret%3Aword%2Fwith%2Bsigns".getBytes(StandardCharsets.UTF_8));
        // RFC 6749 §2.3: in one way, not in two.
        boolean knowsSecret = authorization(exchange) == null
                ? CLIENT_ID.equals(form.get("client_id")) && CLIENT_SECRET.equals(form.get("client_secret"))
                : basic.equals(authorization(exchange)) && !form.containsKey("client_secret");
        if (asked == null
                || !knowsSecret
                || !"authorization_code".equals(form.get("grant_type"))
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(form.get("code_verifier")))) {
            return new Answer(
                    oidc ? 400 : 200, "{\"error\":\"invalid_grant\",\"error_description\":\"leak-me\"}", Map.of());
        }
        try {
            return new Answer(
                    200,
                    oidc
                            ? "{\"access_token\":\"the-access-token\",\"token_type\":\"Bearer\",\"id_token\":\""
                                    + idToken.of(claims(asked)) + "\"}"
                            : "{\"access_token\":\"the-access-token\",\"token_type\":\"bearer\"}",
                    Map.of());
        } catch (JOSEException failure) {
            throw new AssertionError(failure);
        }
    }

    private JWTClaimsSet.Builder claims(Map<String, String> asked) {
        return new JWTClaimsSet.Builder()
                .issuer(address(Provider.OIDC).toString())
                .audience(CLIENT_ID)
                .subject("o-1")
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                .claim("nonce", asked.get("nonce"))
                .claim("email", "ada@example.com")
                .claim("email_verified", true)
                .claim("name", "Ada Lovelace");
    }

    private static Map<String, String> form(String encoded) {
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
