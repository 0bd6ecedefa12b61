package io.clubroom.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.testkit.Rival;
import io.clubroom.web.support.Reply;
import io.clubroom.web.support.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ShutdownTest {
    @Test
    void pending_requests_are_completed_at_shutdown_and_new_ones_refused() {
        TestServer server = TestServer.another();
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        server.users.hang(() -> {
            underWay.countDown();
            await(mayGoOn);
        });
        Rival<Reply> request = Rival.start(() ->
                server.call("GET", "/api/users/me").bearer(server.adminToken()).send());
        await(underWay);

        Rival<Boolean> end = Rival.start(() -> {
            server.context().close();
            return true;
        });
        while (takesConnections(server)) {
            Thread.onSpinWait();
        }
        mayGoOn.countDown();

        assertThat(request.result().status()).isEqualTo(200);
        assertThat(end.result()).isTrue();
        assertThatThrownBy(() -> server.call("GET", "/health/live").send()).isInstanceOf(UncheckedIOException.class);
    }

    private static boolean takesConnections(TestServer server) {
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
