package io.clubroom.bootstrap.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A proxy in front of a chat server that drops, repeats, reorders or changes text frames on their way to the clients. */
public final class LyingProxy implements AutoCloseable {
    /** Decides what the clients receive instead of the server's text frames. */
    public interface Lie {
        /** The texts to send instead of this one, in order. */
        List<String> tell(String text);
    }

    private final URI server;
    private final Supplier<Lie> lies;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** @param lies called once for each connection */
    public LyingProxy(URI server, Supplier<Lie> lies) throws IOException {
        this.server = server;
        this.lies = lies;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket target = new Socket(server.getHost(), server.getPort());
                sockets.add(client);
                sockets.add(target);
                Thread.ofVirtual().start(() -> pass(client, target));
                Thread.ofVirtual().start(() -> lie(target, client));
            }
        } catch (IOException closed) {
            // The listening socket was closed.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // Either peer or the test closed the connection.
        }
    }

    private void lie(Socket from, Socket to) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
            OutputStream out = to.getOutputStream();
            String head = head(in);
            out.write(head.getBytes(ISO_8859_1));
            if (!head.contains(" 101 ")) {
                in.transferTo(out);
                return;
            }
            Lie lie = lies.get();
            while (true) {
                int first = in.readUnsignedByte();
                int length = in.readUnsignedByte();
                if (length == 126) {
                    length = in.readUnsignedShort();
                }
                byte[] payload = in.readNBytes(length);
                if (first == 0x81) {
                    for (String replacement : lie.tell(new String(payload, UTF_8))) {
                        send(out, first, replacement.getBytes(UTF_8));
                    }
                } else {
                    send(out, first, payload);
                }
            }
        } catch (IOException closed) {
            // Either peer or the test closed the connection.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void send(OutputStream out, int first, byte[] payload) throws IOException {
        byte[] frame = new byte[payload.length + 4];
        frame[0] = (byte) first;
        int header = 2;
        if (payload.length < 126) {
            frame[1] = (byte) payload.length;
        } else {
            frame[1] = 126;
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
            header = 4;
        }
        System.arraycopy(payload, 0, frame, header, payload.length);
        out.write(frame, 0, header + payload.length);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
