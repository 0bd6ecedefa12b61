package io.clubroom.bootstrap.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server (RFC 5321) without encryption that takes mails only when it is told to. */
public final class SlowMailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final CountDownLatch takes = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    public SlowMailServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** For {@code SMTP_URL}. */
    public String url() {
        return "smtp://127.0.0.1:" + socket.getLocalPort() + "?starttls=never";
    }

    /** The number of mails that were received and wait to be taken. */
    public int waiting() {
        return waiting.get();
    }

    /** Takes what waits, and what comes. */
    public void take() {
        takes.countDown();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = client.getOutputStream();
            say(out, "220 slow");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.toUpperCase(Locale.ROOT).equals("DATA")) {
                    say(out, "354 go on");
                    for (String text = in.readLine(); text != null && !text.equals("."); ) {
                        text = in.readLine();
                    }
                    waiting.incrementAndGet();
                    takes.await();
                }
                say(out, "250 done");
            }
        } catch (IOException gone) {
            // The client has hung up.
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        take();
        socket.close();
    }
}
