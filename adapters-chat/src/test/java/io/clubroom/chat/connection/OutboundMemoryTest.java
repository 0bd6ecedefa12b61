package io.clubroom.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all clients together have not read yet is bounded, too. */
class OutboundMemoryTest {
    private static final long THREE_QUARTERS = EmbeddedChat.MAX_MEMORY * 3 / 4;

    private final EmbeddedChat chat = new EmbeddedChat();
    private final EmbeddedChat.Line small = stalled(200_000);
    private final EmbeddedChat.Line largest = stalled(900_000);
    private final EmbeddedChat.Line large = stalled(800_000);
    private final EmbeddedChat.Line reads = chat.open().authenticate();

    @AfterEach
    void end() throws InterruptedException {
        chat.close();
    }

    private EmbeddedChat.Line stalled(int bytes) {
        return chat.open().authenticate().stall().owe(bytes);
    }

    private void relieve() {
        chat.connections.relieveMemory();
        chat.lines.forEach(line -> line.channel.runPendingTasks());
    }

    private List<EmbeddedChat.Line> closing() {
        return chat.lines.stream()
                .filter(line -> line.connection.socket().isClosing())
                .toList();
    }

    @Test
    void nobody_is_closed_while_a_quarter_of_the_memory_is_free() {
        chat.usedMemory.set(THREE_QUARTERS);

        relieve();

        assertThat(closing()).isEmpty();
    }

    @Test
    void the_connection_with_the_most_unread_bytes_is_closed_first() {
        chat.usedMemory.set(THREE_QUARTERS + 1);

        relieve();

        assertThat(closing()).containsExactly(largest);
    }

    @Test
    void as_many_are_closed_as_are_needed() {
        chat.usedMemory.set(THREE_QUARTERS + 1_000_000);

        relieve();

        assertThat(closing()).containsExactly(largest, large);
    }

    @Test
    void no_other_is_closed_while_the_memory_of_the_first_is_being_released() {
        chat.usedMemory.set(THREE_QUARTERS + 1);
        relieve();

        relieve();

        assertThat(closing()).containsExactly(largest);
    }

    @Test
    void a_closed_one_that_does_not_read_releases_its_memory_after_a_second() {
        chat.usedMemory.set(THREE_QUARTERS + 1);
        relieve();

        chat.pass(Duration.ofSeconds(1));

        assertThat(largest.channel.isOpen()).isFalse();
        assertThat(largest.connection.socket().pendingBytes()).isZero();
        assertThat(large.channel.isOpen()).isTrue();
    }

    @Test
    void a_slow_reader_that_has_time_to_read_its_backlog_loses_it() {
        largest.owe(900_000);
        assertThat(closing()).containsExactly(largest);
        chat.usedMemory.set(THREE_QUARTERS + 1);

        relieve();

        chat.pass(Duration.ofSeconds(1));
        assertThat(largest.channel.isOpen()).isFalse();
        assertThat(large.channel.isOpen()).isTrue();
    }

    @Test
    void clients_that_read_are_never_closed() {
        chat.usedMemory.set(THREE_QUARTERS + 10_000_000);

        relieve();

        assertThat(closing()).containsExactly(small, largest, large);
        assertThat(reads.connection.socket().isClosing()).isFalse();
    }
}
