package io.clubroom.web.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.web.http.PublicUrlSettings;
import io.clubroom.web.support.TestServer;
import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredRelyingPartyTest {
    private final TestServer server = TestServer.fresh();

    @ParameterizedTest
    @CsvSource({
        "https://club.example, club.example",
        "https://Club.Example:8443, club.example",
        "http://localhost:3000, localhost",
        "http://club, club",
        "https://10.club.example, 10.club.example"
    })
    void is_the_host_of_the_public_address(String url, String id) {
        ConfiguredRelyingParty relyingParty = relyingParty(url);

        assertThat(relyingParty.id()).isEqualTo(id);
        assertThat(relyingParty.origins()).containsExactlyInAnyOrder(url, "https://app.example:3000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "https://[::1]", "http://192.168.1.7"})
    void is_localhost_for_an_address_without_a_name(String url) {
        assertIsLocalhost(relyingParty(url));
    }

    @Test
    void is_localhost_without_a_public_address() {
        assertIsLocalhost(relyingParty(null));
    }

    private void assertIsLocalhost(ConfiguredRelyingParty relyingParty) {
        assertThat(relyingParty.id()).isEqualTo("localhost");
        assertThat(relyingParty.origins())
                .containsExactlyInAnyOrder(
                        "http://localhost:" + server.address().getPort(), "https://app.example:3000");
    }

    private ConfiguredRelyingParty relyingParty(@org.jspecify.annotations.Nullable String url) {
        BeanProvider<EmbeddedServer> listening = () -> server.context().getBean(EmbeddedServer.class);
        return new ConfiguredRelyingParty(
                new PublicUrlSettings(Optional.ofNullable(url).map(URI::create)),
                new PasskeySettings(List.of("https://app.example:3000")),
                listening);
    }
}
