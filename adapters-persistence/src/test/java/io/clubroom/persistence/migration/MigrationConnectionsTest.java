package io.clubroom.persistence.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.persistence.DatabaseUrl;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MigrationConnectionsTest {
    @Test
    void flyway_sees_the_configured_url_without_the_defaults_of_the_driver() {
        DatabaseUrl url = DatabaseUrl.parse("postgres://anna:secret@127.0.0.1/clubroom?sslmode=disable");
        MigrationConnections connections =
                new MigrationConnections(new MigrationTarget(url, Duration.ofSeconds(1), line -> {}));
        connections.setLoginTimeout(7);
        assertThat(connections.getUrl()).isEqualTo(url.jdbcUrl() + "&loginTimeout=7");
    }
}
