package io.clubroom.web.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequestHandler;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider, a mock-oauth2-server, whose user is Ada. Tests set the claims of its ID tokens or change its
 * responses.
 */
public final class OpenIdIssuer {
    /** The path of its metadata. */
    public static final String CONFIGURATION = "/.well-known/openid-configuration";

    private static final String NAME = "oidc";
    private static final String TOKEN = "/token";
    private static final HttpClient BROWSER = HttpClient.newHttpClient();

    /** Makes a wrong ID token of a right one. */
    @FunctionalInterface
    public interface Forgery {
        String of(SignedJWT token) throws JOSEException, ParseException;
    }

    private final KeyProvider keys = new KeyProvider();
    private final NettyWrapper http = new NettyWrapper();
    private final Route issuer;
    private final Map<String, OAuth2HttpResponse> answers = new ConcurrentHashMap<>();
    private final Map<String, Consumer<Map<String, Object>>> changes = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Map<String, @Nullable Object> claims = Map.of();
    private volatile InstantSource clock = InstantSource.system();
    private volatile boolean secretInForm;

    OpenIdIssuer() {
        issuer = new OAuth2HttpRequestHandler(new OAuth2Config(
                        false,
                        null,
                        null,
                        false,
                        new OAuth2TokenProvider(keys, () -> clock.instant()),
                        Set.of(new Claims()),
                        http))
                .getAuthorizationServer();
        http.start(InetAddress.getLoopbackAddress(), 0, this::answer);
    }

    /** Its issuer identifier. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + http.port() + "/" + NAME);
    }

    /** Restores the normal responses, about the user Ada. */
    void reset(InstantSource clock) {
        this.clock = clock;
        recover();
        changes.clear();
        asked.clear();
        secretInForm = false;
        claims = Map.of("email", "ada@example.com", "email_verified", true, "name", "Ada Lovelace");
    }

    /** Sets a claim of its ID tokens, or removes it if the value is null. */
    public void claim(String name, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new HashMap<>(claims);
        changed.put(name, value);
        claims = changed;
    }

    /** Replaces its ID tokens. */
    public void idToken(Forgery forgery) {
        change(TOKEN, fields -> {
            try {
                fields.put("id_token", forgery.of(SignedJWT.parse((String) fields.get("id_token"))));
            } catch (JOSEException | ParseException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    /** Makes it support {@code client_secret_post} only. */
    public void wantSecretInForm() {
        secretInForm = true;
        Consumer<Map<String, Object>> before = changes.getOrDefault(CONFIGURATION, fields -> {});
        change(
                CONFIGURATION,
                before.andThen(
                        fields -> fields.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"))));
    }

    /** The key that signs its ID tokens. */
    public RSAKey key() {
        return keys.signingKey(NAME).toRSAKey();
    }

    /** Changes its responses at this path. */
    public void change(String path, Consumer<Map<String, Object>> change) {
        changes.put(path, change);
    }

    /** Replaces its responses at this path. */
    public void answer(String path, int status, String body) {
        answers.put(path, json(status, body));
    }

    /** Undoes {@link #answer}. */
    public void recover() {
        answers.clear();
    }

    /** The paths of all requests, in order. */
    public List<String> asked() {
        return asked;
    }

    /** The query of the callback after the user consented. */
    String consent(String location) {
        try {
            HttpResponse<String> answer = BROWSER.send(
                    HttpRequest.newBuilder(URI.create(location))
                            .timeout(Duration.ofSeconds(60))
                            .build(),
                    BodyHandlers.ofString());
            return URI.create(answer.headers()
                            .firstValue("Location")
                            .orElseThrow(() -> new AssertionError("not sent back: " + answer.body())))
                    .getRawQuery();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private OAuth2HttpResponse answer(OAuth2HttpRequest request) {
        String path = request.getUrl().encodedPath().substring(NAME.length() + 1);
        asked.add(path);
        OAuth2HttpResponse instead = answers.get(path);
        if (instead != null) {
            return instead;
        }
        if (path.equals(TOKEN) && !provesItself(request)) {
            return json(400, "{\"error\":\"invalid_grant\"}");
        }
        OAuth2HttpResponse own = issuer.invoke(request);
        Consumer<Map<String, Object>> change = changes.get(path);
        return change == null || own.getStatus() != 200 ? own : changed(own, change);
    }

    /** mock-oauth2-server does not authenticate clients, and checks a code verifier only if there is one. */
    private boolean provesItself(OAuth2HttpRequest request) {
        String authorization = request.getHeaders().get("Authorization");
        Map<String, String> form = ProviderDouble.form(request.getBody());
        return (authorization == null) == secretInForm
                && ProviderDouble.knowsSecret(authorization, form)
                && form.containsKey("code_verifier")
                && ProviderDouble.REDIRECT_URL.equals(form.get("redirect_uri"));
    }

    private static OAuth2HttpResponse changed(OAuth2HttpResponse own, Consumer<Map<String, Object>> change) {
        try {
            Map<String, Object> fields = JSONObjectUtils.parse(own.getBody());
            change.accept(fields);
            return json(200, JSONObjectUtils.toJSONString(fields));
        } catch (ParseException failure) {
            throw new AssertionError(failure);
        }
    }

    private static OAuth2HttpResponse json(int status, String body) {
        return new OAuth2HttpResponse(Headers.of("Content-Type", "application/json"), status, body, null);
    }

    private final class Claims implements OAuth2TokenCallback {
        @Override
        public String issuerId() {
            return NAME;
        }

        @Override
        public String subject(TokenRequest request) {
            return "o-1";
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of("the API of the issuer");
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            return claims;
        }

        @Override
        public long tokenExpiry() {
            return 300;
        }
    }
}
