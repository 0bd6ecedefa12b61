package io.clubroom.persistence.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.mail.DeliverMails;
import io.clubroom.application.mail.UnsubscribeTokens;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.Mailer;
import io.clubroom.domain.mail.Outbox.Waiting;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.mail.MailFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several nodes that send the mails of one database, and nodes that die. */
@Timeout(300)
class MailDeliveryNodesTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static final int MAILS = 20;

    private static DeliverMails deliverMails(Node node, Mailer mailer) {
        UnsubscribeTokens tokens = new UnsubscribeTokens((purpose, text) -> SecretHash.of(purpose + text));
        return new DeliverMails(
                node.outbox(),
                node.users(),
                node.absences(),
                node.notices(),
                mailer,
                Clock.systemUTC(),
                tokens,
                () -> "https://club.example");
    }

    private static List<MailId> store(int mails) {
        return IntStream.range(0, mails)
                .mapToObj(_ -> {
                    OutgoingMail mail = MailFixture.mail().build();
                    STORE.node().outbox().add(mail);
                    return mail.id();
                })
                .toList();
    }

    @Test
    void two_nodes_send_200_mails_once_each() {
        List<MailId> stored = store(200);
        List<MailId> sent = new CopyOnWriteArrayList<>();
        Mailer mailer = mail -> {
            sent.add(mail.id());
            return new Mailer.Outcome.Sent();
        };
        try (Node other = Node.on(STORE.database(), 4)) {
            Race.of(8, sender -> {
                DeliverMails deliverMails = deliverMails(sender % 2 == 0 ? STORE.node() : other, mailer);
                while (!STORE.node().outbox().waiting().equals(new Waiting(0, null))) {
                    deliverMails.deliverNext();
                }
                return true;
            });
        }

        assertThat(sent).containsExactlyInAnyOrderElementsOf(stored);
    }

    /** Each mail is committed by a process that is killed while it sends all of them. */
    @Test
    void all_mails_arrive_although_a_node_is_killed_between_their_commit_and_the_mail_server() throws Exception {
        try (MailServer server = new MailServer()) {
            CountDownLatch begun = server.hangWithNewMails(MAILS);
            Process node = SendingProcess.launch(STORE.database(), MAILS, server.port());
            try {
                while (!begun.await(100, TimeUnit.MILLISECONDS)) {
                    assertThat(node.isAlive()).isTrue();
                }
            } finally {
                node.destroyForcibly().onExit().join();
            }
            assertThat(server.begun).hasSize(MAILS);
            assertThat(server.taken).isEmpty();

            DeliverMails survivor = deliverMails(STORE.node(), mail -> SendingProcess.send(mail, server.port()));
            server.hangWithNewMails(0);
            while (!STORE.node().outbox().waiting().equals(new Waiting(0, null))) {
                survivor.deliverNext();
            }

            assertThat(server.taken).isEqualTo(server.begun).hasSize(MAILS);
        }
    }

    /** A node in a process of its own: stores mails, sends everything that is due, each in a thread of its own, and never ends. */
    static final class SendingProcess {
        private static final long PAUSE_NANOS = 10_000_000;

        private SendingProcess() {}

        static Process launch(DatabaseUrl database, int mails, int port) throws IOException {
            return new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SendingProcess.class.getName(),
                            "postgres://" + database.user() + ":" + database.password() + "@" + database.address() + "/"
                                    + database.database() + "?sslmode=disable",
                            String.valueOf(mails),
                            String.valueOf(port))
                    .inheritIO()
                    .start();
        }

        public static void main(String[] arguments) {
            int mails = Integer.parseInt(arguments[1]);
            int port = Integer.parseInt(arguments[2]);
            Node node = Node.on(DatabaseUrl.parse(arguments[0]), mails);
            for (int i = 0; i < mails; i++) {
                node.transactions().call(() -> {
                    node.outbox().add(MailFixture.mail().build());
                    return true;
                });
            }
            DeliverMails deliverMails = deliverMails(node, mail -> send(mail, port));
            for (int i = 0; i < mails; i++) {
                Thread.ofPlatform().start(() -> {
                    while (true) {
                        try {
                            if (deliverMails.deliverNext() instanceof DeliverMails.Result.NothingDue) {
                                LockSupport.parkNanos(PAUSE_NANOS);
                            }
                        } catch (Unavailable noConnectionYet) {
                            // The pool may still be opening them.
                        }
                    }
                });
            }
        }

        static Mailer.Outcome send(OutgoingMail mail, int port) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write((mail.id() + "\n").getBytes(StandardCharsets.US_ASCII));
                return socket.getInputStream().read() == '+'
                        ? new Mailer.Outcome.Sent()
                        : new Mailer.Outcome.Deferred("no answer", true);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Takes mails that it has seen before, and hangs with new ones. */
    private static final class MailServer implements AutoCloseable {
        private final ServerSocket socket;
        private final List<Socket> open = new CopyOnWriteArrayList<>();
        final Set<String> begun = ConcurrentHashMap.newKeySet();
        final Set<String> taken = ConcurrentHashMap.newKeySet();
        private volatile Set<String> known = Set.of();
        private volatile CountDownLatch hanging = new CountDownLatch(0);

        MailServer() throws IOException {
            socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return socket.getLocalPort();
        }

        /** Returns what opens when so many new mails hang. */
        CountDownLatch hangWithNewMails(int mails) {
            known = Set.copyOf(begun);
            hanging = new CountDownLatch(mails);
            return hanging;
        }

        private void accept() {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    open.add(client);
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void serve(Socket client) {
            try {
                String id = new BufferedReader(
                                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                if (id == null) {
                    return;
                }
                if (known.contains(id)) {
                    taken.add(id);
                    client.getOutputStream().write('+');
                } else if (begun.add(id)) {
                    hanging.countDown();
                }
            } catch (IOException killed) {
                // The other end has died.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        }
    }
}
