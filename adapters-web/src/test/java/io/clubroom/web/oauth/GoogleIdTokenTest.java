package io.clubroom.web.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.identity.Provider;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.IdTokenIssuer;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import io.clubroom.web.support.OpenIdIssuer;
import io.clubroom.web.support.ProviderDouble;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-in with Google's ID tokens; a mock-oauth2-server plays Google. */
class GoogleIdTokenTest {
    private static ProviderDouble provider;
    private static OpenIdIssuer issuer;
    private static TestServer server;

    @BeforeAll
    static void start() {
        provider = TestServer.fresh().provider;
        issuer = provider.issuer;
        server = TestServer.with(settings());
    }

    @AfterAll
    static void stop() {
        server.context().close();
    }

    private static OAuthSettings settings() {
        OAuthSettings settings = provider.settings();
        Map<Provider, Registration> registrations = new EnumMap<>(settings.registrations());
        registrations.put(
                Provider.GOOGLE,
                new Registration(
                        ProviderDouble.CLIENT_ID,
                        ProviderDouble.CLIENT_SECRET,
                        new Endpoints.Fixed(
                                at("/authorize"),
                                at("/token"),
                                at("/userinfo"),
                                null,
                                new IdTokenIssuer(issuer.address().toString(), at("/jwks")))));
        return new OAuthSettings(registrations, settings.redirectUrl(), settings.returnUrls(), settings.timeout());
    }

    private static URI at(String path) {
        return URI.create(issuer.address() + path);
    }

    @BeforeEach
    void useClientSecretPost() {
        server.reset();
        issuer.wantSecretInForm();
    }

    private Reply signIn(String name) {
        return new Browser(server).signIn(name);
    }

    private void assertFailed() {
        Reply reply = signIn("google");
        assertThat(reply.status()).as(reply.toString()).isEqualTo(502);
        assertThat(reply.text("code")).isEqualTo("oauth_provider_error");
    }

    @Test
    void signs_in_without_userinfo() {
        assertThat(ProviderDouble.parameters(new Browser(server).begin("google")))
                .containsEntry("code_challenge_method", "S256")
                .containsKey("nonce");

        Reply reply = signIn("google");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.text("user.email")).isEqualTo("ada@example.com");
        assertThat(reply.text("user.full_name")).isEqualTo("Ada Lovelace");
        assertThat(issuer.asked()).doesNotContain("/userinfo", OpenIdIssuer.CONFIGURATION);
    }

    @Test
    void rejects_a_wrong_or_missing_nonce() {
        issuer.claim("nonce", "another");
        assertFailed();
        issuer.claim("nonce", null);
        assertFailed();
    }

    @Test
    void rejects_another_audience_and_another_issuer() {
        issuer.claim("aud", "somebody else");
        assertFailed();
        issuer.claim("aud", ProviderDouble.CLIENT_ID);
        assertThat(signIn("google").status()).isEqualTo(200);
        issuer.claim("iss", "https://evil.example");
        assertFailed();
    }

    @Test
    void rejects_a_token_response_without_an_id_token() {
        issuer.change("/token", fields -> fields.remove("id_token"));

        assertFailed();
    }

    @Test
    void rejects_an_authorization_response_of_another_issuer() {
        Browser browser = new Browser(server);
        String query = provider.consent(browser.begin("google"));

        assertThat(browser.callback(query + "&iss=https%3A%2F%2Fevil.example").status())
                .isEqualTo(502);
    }

    @Test
    void accepts_verified_addresses_only() {
        issuer.claim("email_verified", false);

        assertThat(signIn("google").text("code")).isEqualTo("oauth_email_unverified");
    }

    @Test
    void identifies_an_account_by_google_and_not_by_the_issuer() {
        String first = signIn("google").text("user.id");
        issuer.claim("email_verified", false);

        assertThat(signIn("google").text("user.id")).isEqualTo(first);
        assertThat(signIn("oidc").text("code")).isEqualTo("oauth_email_unverified");
    }

    @Test
    void ignores_id_tokens_of_a_replaced_token_endpoint() {
        Endpoints.Fixed google = OAuthSettings.defaults(Provider.GOOGLE);
        Optional<URI> other = Optional.of(URI.create("http://localhost:9000/"));
        Optional<URI> none = Optional.empty();

        assertThat(google.idTokens()).isNotNull();
        assertThat(google.replaced(other, none, other, none).idTokens()).isEqualTo(google.idTokens());
        assertThat(google.replaced(none, other, none, none).idTokens()).isNull();
    }
}
