package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.DeliveryCheck;
import io.clubroom.bootstrap.support.ServerProcess;
import io.clubroom.bootstrap.support.TcpProxy;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import io.clubroom.testkit.PortNumbers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of two server processes on one database, while their connections are cut and the servers are killed. {@code -Drounds=N} plays
 * more rounds, {@code -Dseed=N} starts with the seed of a failed one.
 */
@Order(1)
class ChatFaultsTest {
    private static final int ROUNDS = Integer.getInteger("rounds", 2);
    private static final long SEED =
            Long.getLong("seed", ThreadLocalRandom.current().nextInt(1_000_000_000));

    private static final int CLIENTS = 6;
    private static final int MESSAGES = 300;
    private static final int FAULTS = 4;
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final TestDatabase database = TestDatabase.create();

    /** What happens to a node when the room has reached a number of messages. */
    private record Fault(Kind kind, int node, int after) {
        enum Kind {
            CUT_CONNECTIONS,
            SILENT_NETWORK,
            KILL
        }
    }

    /** A server behind a proxy. Its port stays the same when it is started again. */
    private final class Node implements AutoCloseable {
        private final int port;
        private final TcpProxy proxy;
        private final Map<String, String> variables;
        private ServerProcess process;

        Node(int number) throws IOException {
            this.port = PortNumbers.lasting();
            this.proxy = TcpProxy.to("127.0.0.1:" + port);
            this.variables = Map.of(
                    "HOST",
                    "127.0.0.1",
                    "PORT",
                    Integer.toString(port),
                    "DATABASE_URL",
                    database.url(),
                    "DATA_DIR",
                    directory.resolve("data-" + number).toString(),
                    "JWT_SECRET",
                    "the same on both nodes, and long enough",
                    "ADMIN_EMAIL",
                    TestServer.ADMIN_EMAIL,
                    "ADMIN_PASSWORD",
                    TestServer.ADMIN_PASSWORD,
                    "CHAT_MESSAGES_PER_SECOND",
                    "1000");
            this.process = ServerProcess.launch(directory, variables);
        }

        void restartAfterKill() throws IOException {
            process.kill();
            process = ServerProcess.launch(directory, variables);
        }

        @Override
        public void close() throws Exception {
            proxy.close();
            process.close();
        }
    }

    @Test
    void messages_arrive_once_and_in_order_while_connections_are_cut_and_servers_are_killed() throws Exception {
        try (DeliveryCheck check = DeliveryCheck.compiledIn(directory);
                Node one = new Node(0);
                Node other = new Node(1);
                Connection connection = database.connect()) {
            List<Node> nodes = List.of(one, other);
            awaitListening(nodes);
            Api admin = one.process.api().signedInAsAdmin();
            for (int round = 0; round < ROUNDS; round++) {
                long seed = SEED + round;
                String room = "round-" + seed;
                one.process
                        .api()
                        .with(admin.token())
                        .post("/api/chat/rooms", "{\"id\":\"%1$s\",\"name\":\"%1$s\"}".formatted(room))
                        .expect(201);
                List<Fault> faults = faults(new Random(seed));
                CompletableFuture<String> verified = CompletableFuture.supplyAsync(
                        () -> verify(check, nodes, admin.token(), room, seed),
                        task -> Thread.ofPlatform().daemon().start(task));
                try (PreparedStatement query = lastSeq(connection, room)) {
                    for (Fault fault : faults) {
                        awaitMessages(query, fault.after(), verified);
                        strike(fault, nodes.get(fault.node()), query);
                    }
                }
                assertThat(verified.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as("round with -Dseed=%d and %s", seed, faults)
                        .startsWith("0\n")
                        .doesNotContain("FAULT");
                awaitListening(nodes);
            }
        }
    }

    /** One of them, and rarely more, kills a server: its next start is what takes most of the time. */
    private static List<Fault> faults(Random random) {
        List<Integer> moments =
                random.ints(FAULTS, CLIENTS, MESSAGES - 50).sorted().boxed().toList();
        int killing = random.nextInt(FAULTS);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < FAULTS; i++) {
            int chance = random.nextInt(8);
            Fault.Kind kind = i == killing || chance == 0
                    ? Fault.Kind.KILL
                    : chance < 4 ? Fault.Kind.SILENT_NETWORK : Fault.Kind.CUT_CONNECTIONS;
            faults.add(new Fault(kind, random.nextInt(2), moments.get(i)));
        }
        return faults;
    }

    private static String verify(DeliveryCheck check, List<Node> nodes, String token, String room, long seed) {
        try {
            return check.run(List.of(
                    "--url",
                    "http://" + nodes.get(0).proxy.address() + ",http://"
                            + nodes.get(1).proxy.address(),
                    "--token",
                    token,
                    "--room",
                    room,
                    "--clients",
                    Integer.toString(CLIENTS),
                    "--seconds",
                    Long.toString(PATIENCE.toSeconds()),
                    "--messages",
                    Integer.toString(MESSAGES),
                    "--rate",
                    "25",
                    "--disconnect-every",
                    "2",
                    "--seed",
                    Long.toString(seed)));
        } catch (ReflectiveOperationException failure) {
            throw new CompletionException(failure);
        }
    }

    private static void strike(Fault fault, Node node, PreparedStatement query) throws Exception {
        switch (fault.kind()) {
            case CUT_CONNECTIONS -> node.proxy.cut();
            case KILL -> node.restartAfterKill();
            case SILENT_NETWORK -> {
                node.proxy.fallSilent();
                long end = System.nanoTime() + SILENCE.toNanos();
                long before = messages(query);
                await().pollInSameThread()
                        .until(() -> messages(query) > before + CLIENTS * 2 || System.nanoTime() > end);
                node.proxy.recover();
            }
        }
    }

    private static void awaitMessages(PreparedStatement query, int number, CompletableFuture<String> verified) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .pollInSameThread()
                .until(() -> messages(query) >= number || verified.isDone());
    }

    private static PreparedStatement lastSeq(Connection connection, String room) throws SQLException {
        PreparedStatement query = connection.prepareStatement("SELECT last_seq FROM chat_rooms WHERE id = ?");
        query.setString(1, room);
        return query;
    }

    private static long messages(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void awaitListening(List<Node> nodes) throws IOException {
        for (Node node : nodes) {
            node.process.awaitListening();
        }
    }
}
