package io.clubroom.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that behaves as it is told at each step of the dialogue. Takes one connection. */
final class ScriptedSmtpServer implements AutoCloseable {
    /** What the client has just sent. */
    enum Step {
        CONNECTED,
        EHLO,
        HELO,
        STARTTLS,
        AUTH,
        MAIL,
        RCPT,
        DATA,
        END,
        RSET,
        QUIT,
        UNKNOWN
    }

    /** What the server does then; other texts are its reply. */
    static final String HANG = "HANG";

    static final String CLOSE = "CLOSE";
    static final String DRIP = "DRIP";
    static final String FLOOD = "FLOOD";
    static final String READ_NO_MORE = "READ_NO_MORE";
    static final String LINE_WITHOUT_END = "LINE_WITHOUT_END";

    private final Map<Step, String> script = new ConcurrentHashMap<>(Map.of(
            Step.CONNECTED, "220 mail.example",
            Step.EHLO, "250-mail.example\n250-AUTH PLAIN LOGIN\n250 8BITMIME",
            Step.HELO, "250 mail.example",
            Step.STARTTLS, "220 go ahead",
            Step.AUTH, "235 2.7.0 ok",
            Step.DATA, "354 go ahead"));

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    ScriptedSmtpServer() throws IOException {
        server.setReceiveBufferSize(4096);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    ScriptedSmtpServer on(Step step, String reply) {
        script.put(step, reply);
        return this;
    }

    /** @param tls null to not understand TLS */
    ScriptedSmtpServer start(SSLContext tls, boolean implicit) {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                begun.countDown();
                new Dialogue(implicit ? encrypt(socket, tls) : socket, tls).run();
            } catch (IOException | InterruptedException gone) {
                // The client or the test has ended.
            } finally {
                ended.countDown();
            }
        });
        return this;
    }

    ScriptedSmtpServer start() {
        return start(null, false);
    }

    int port() {
        return server.getLocalPort();
    }

    /** The lines of the client. */
    List<String> received() {
        return List.copyOf(received);
    }

    boolean awaitConnection() throws InterruptedException {
        return begun.await(60, TimeUnit.SECONDS);
    }

    /** Waits until the client has closed the connection. */
    boolean awaitEnd() throws InterruptedException {
        return ended.await(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        stopped.countDown();
        server.close();
    }

    private static SSLSocket encrypt(Socket socket, SSLContext tls) throws IOException {
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        return encrypted;
    }

    private final class Dialogue {
        private Socket socket;
        private BufferedReader in;
        private final SSLContext tls;

        Dialogue(Socket socket, SSLContext tls) throws IOException {
            this.socket = socket;
            this.tls = tls;
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        }

        void run() throws IOException, InterruptedException {
            boolean open = act(Step.CONNECTED);
            for (String line; open && (line = in.readLine()) != null; ) {
                received.add(line);
                Step step = step(line);
                open = act(step);
                if (step == Step.STARTTLS && tls != null) {
                    socket = encrypt(socket, tls);
                    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                } else if (step == Step.DATA && script.get(Step.DATA).startsWith("354")) {
                    for (String text; (text = in.readLine()) != null && !text.equals("."); ) {
                        received.add(text);
                    }
                    open = act(Step.END);
                }
            }
        }

        private Step step(String line) {
            if (script.get(Step.AUTH).startsWith("334") && !line.contains(" ")) {
                return Step.AUTH;
            }
            String verb = line.replaceFirst("[ :].*", "").toUpperCase(Locale.ROOT);
            return Arrays.stream(Step.values())
                    .filter(step -> step.name().equals(verb))
                    .findAny()
                    .orElse(Step.UNKNOWN);
        }

        /** Returns false when the connection shall end. */
        private boolean act(Step step) throws IOException, InterruptedException {
            String reply = script.getOrDefault(step, "250 ok");
            OutputStream out = socket.getOutputStream();
            switch (reply) {
                case HANG -> waitForTheClient();
                case CLOSE -> {
                    return false;
                }
                case DRIP -> {
                    while (!stopped.await(10, TimeUnit.MILLISECONDS)) {
                        out.write('2');
                        out.flush();
                    }
                }
                case FLOOD -> {
                    while (true) {
                        out.write("250-more\r\n".repeat(100).getBytes(ISO_8859_1));
                    }
                }
                case LINE_WITHOUT_END -> {
                    while (true) {
                        out.write("2".repeat(1000).getBytes(ISO_8859_1));
                    }
                }
                case READ_NO_MORE -> {
                    out.write("354 go ahead\r\n".getBytes(ISO_8859_1));
                    stopped.await();
                }
                default -> out.write((reply.replace("\n", "\r\n") + "\r\n").getBytes(ISO_8859_1));
            }
            return true;
        }

        private void waitForTheClient() throws IOException {
            while (in.read() >= 0) {
                // What it sends does not matter.
            }
        }
    }
}
