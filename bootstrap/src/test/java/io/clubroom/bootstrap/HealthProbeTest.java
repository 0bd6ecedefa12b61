package io.clubroom.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.settings.Settings;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthProbeTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"false, 127.0.0.1", "true, 127.0.0.1", "false, 0.0.0.0"})
    void finds_the_server_of_the_settings_in_the_env_file(String https, String host) throws IOException {
        Settings settings;
        try (TestServer server =
                TestServer.start(directory, Map.of("ADAPTERS", "memory", "ENABLE_HTTPS", https, "HOST", host))) {
            Files.writeString(directory.resolve(".env"), """
                export ENABLE_HTTPS="%s" # as the server
                HOST='%s'
                PORT=%d
                """.formatted(
                            https, host, server.address().getPort()));
            settings = Settings.read(Map.of(), directory, false);
            assertThat(HealthProbe.isReady(settings)).isTrue();
        }
        assertThat(HealthProbe.isReady(settings)).isFalse();
    }

    @Test
    void a_port_on_which_nobody_listens_is_not_ready() {
        assertThat(HealthProbe.isReady(Settings.read(Map.of("PORT", "1"), directory, false)))
                .isFalse();
    }
}
