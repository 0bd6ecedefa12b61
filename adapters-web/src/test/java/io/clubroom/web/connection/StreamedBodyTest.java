package io.clubroom.web.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.web.client.Clients;
import io.clubroom.web.client.ProxySettings;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamedBodyTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private final HttpConnections connections = new HttpConnections(
            new ConnectionLimits(10, 10),
            new Clients(new ProxySettings(List.of())),
            1_000_000,
            1_000_000,
            new DirectMemory(() -> 0, 1_000_000));
    private final StreamedBody body = new StreamedBody(connections, connections.open(new EmbeddedChannel()), () -> {});

    @Test
    void a_client_has_time_beyond_a_second_for_each_8_kib_even_if_bytes_move() {
        body.received(8_192);

        assertThat(body.timeLeft(DAY, 2 * DAY)).isBetween(DAY / 2, DAY + SECOND);
        assertThat(body.timeLeft(-SECOND, DAY)).isNotPositive();
    }

    @Test
    void a_client_has_time_for_the_next_byte() {
        body.received(1_000_000_000);

        assertThat(body.timeLeft(DAY, SECOND)).isLessThanOrEqualTo(SECOND);
        assertThat(body.timeLeft(DAY, 0)).isNotPositive();
    }
}
