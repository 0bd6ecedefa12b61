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
    void probes_the_server_that_the_env_file_configures(String https, String host) throws IOException {
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
    void is_not_ready_if_nothing_listens_on_the_port() {
        assertThat(HealthProbe.isReady(Settings.read(Map.of("PORT", "1"), directory, false)))
                .isFalse();
    }
}
