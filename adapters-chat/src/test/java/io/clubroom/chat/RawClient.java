package io.clubroom.chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A client that sends any bytes, including invalid frames. */
public final class RawClient implements AutoCloseable {
    public static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    public static final String VERSION = "Sec-WebSocket-Version: 13";

    private static final String[] UPGRADE = {"Connection: Upgrade", "Upgrade: websocket", KEY, VERSION};
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int FIN = 0x80;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    /** A frame of the server. */
    public record Frame(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, UTF_8);
        }

        public int closeCode() {
            if (opcode != CLOSE) {
                throw new AssertionError("not a close frame: " + text());
            }
            return ByteBuffer.wrap(payload).getShort();
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    public static RawClient connect(TestNode node) {
        try {
            Socket socket = new Socket("127.0.0.1", node.uri("/").getPort());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            return new RawClient(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** A client whose connection has been upgraded. */
    public static RawClient upgraded(TestNode node, String target) {
        RawClient client = connect(node);
        client.request("GET " + target + " HTTP/1.1", UPGRADE);
        String head = client.head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError(head);
        }
        return client;
    }

    public static byte[] upgrade(String target) {
        return bytes("GET " + target + " HTTP/1.1", UPGRADE);
    }

    public RawClient request(String requestLine, String... headers) {
        return send(bytes(requestLine, headers));
    }

    private static byte[] bytes(String requestLine, String... headers) {
        return (requestLine + "\r\nHost: club.example\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public RawClient sendText(String text) {
        return send(frame(FIN | TEXT, text.getBytes(UTF_8)));
    }

    /** A frame masked with zeros. */
    public static byte[] frame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** The head of a response, up to the empty line. */
    public String head() {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            return head.toString();
        } catch (IOException failed) {
            throw new UncheckedIOException("after " + head, failed);
        }
    }

    /** The next frame of the server. */
    public Frame frame() {
        try {
            int opcode = in.readUnsignedByte() & 0xF;
            int length = in.readUnsignedByte();
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            return new Frame(opcode, in.readNBytes(length));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Skips the body of a response. */
    public void skip(int bytes) {
        try {
            in.skipNBytes(bytes);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
