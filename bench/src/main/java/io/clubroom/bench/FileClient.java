package io.clubroom.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP/1.1 connection that blocks: it moves many bytes with little CPU, which it shares with the server. */
final class FileClient implements AutoCloseable {
    private static final int BUFFER_BYTES = 262_144;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

    FileClient(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(Net.HOST, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** The status line and the headers of an answer. */
    record Head(String text) {
        int status() {
            return Integer.parseInt(text.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }

        Optional<String> header(String name) {
            Matcher header = Pattern.compile("(?i)\r\n" + name + ": *([^\r]*)").matcher(text);
            return header.find() ? Optional.of(header.group(1)) : Optional.empty();
        }
    }

    /** Sends a request, whose body may consist of several parts. */
    void send(String head, ByteBuffer... body) throws IOException {
        ByteBuffer[] all = new ByteBuffer[body.length + 1];
        all[0] = ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < body.length; i++) {
            all[i + 1] = body[i].duplicate();
        }
        while (Arrays.stream(all).anyMatch(ByteBuffer::hasRemaining)) {
            channel.write(all);
        }
    }

    /** Receives an answer, with the number of its bytes as they arrive, until that returns false. */
    Head receive(LongPredicate goesOn) throws IOException {
        Head head = head();
        long left = Long.parseLong(head.header("content-length").orElse("0"));
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            int some = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + some);
            left -= some;
            if (!goesOn.test(some)) {
                break;
            }
        }
        return head;
    }

    private Head head() throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.lastIndexOf(END_OF_HEAD) < 0) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            text.append((char) buffer.get());
        }
        return new Head(text.toString());
    }

    private void fill() throws IOException {
        int read = channel.read(buffer.clear());
        buffer.flip();
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
