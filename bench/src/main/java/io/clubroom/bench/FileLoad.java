package io.clubroom.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Clients that send or receive files, each with a connection and a thread of its own. */
final class FileLoad {
    static final int FILE_BYTES = 50 * 1_048_576;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BOUNDARY = "0123456789abcdef";
    private static final ByteBuffer FORM_BEGIN = bytes("--" + BOUNDARY
            + "\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
            + "Content-Type: application/pdf\r\n\r\n");
    private static final ByteBuffer FORM_END = bytes("\r\n--" + BOUNDARY + "--\r\n");

    /** Random bytes that begin like a PDF. */
    private static final ByteBuffer FILE = file();

    private final int port;
    private final int clients;

    FileLoad(int port, int clients) {
        this.port = port;
        this.clients = clients;
    }

    /**
     * What was transferred.
     *
     * @param files the paths of the files that were made
     */
    record Transferred(long bytes, double seconds, List<String> files) {
        double megabytes() {
            return bytes / 1e6;
        }

        double megabytesPerSecond() {
            return megabytes() / seconds;
        }
    }

    /** How files are sent. */
    enum Way {
        FORM {
            @Override
            void send(FileClient client, String token) throws IOException {
                long length = FORM_BEGIN.remaining() + FILE.remaining() + FORM_END.remaining();
                client.send(
                        head("POST", "/api/files", token, length) + "Content-Type: multipart/form-data; boundary="
                                + BOUNDARY + "\r\n\r\n",
                        FORM_BEGIN,
                        FILE,
                        FORM_END);
            }
        },
        /** An upload by tus with all bytes in its first request. */
        RESUMABLE {
            @Override
            void send(FileClient client, String token) throws IOException {
                client.send(
                        head("POST", "/api/uploads", token, FILE.remaining())
                                + "Content-Type: application/offset+octet-stream\r\n"
                                + "Tus-Resumable: 1.0.0\r\n"
                                + "Upload-Length: "
                                + FILE.remaining() + "\r\n\r\n",
                        FILE);
            }
        };

        abstract void send(FileClient client, String token) throws IOException;
    }

    static ByteBuffer contents() {
        return FILE.duplicate();
    }

    /** Each client sends a number of files, one after another. */
    Transferred send(Way way, int filesEach) throws Exception {
        Queue<String> files = new ConcurrentLinkedQueue<>();
        CountDownLatch connected = new CountDownLatch(clients);
        long[] start = new long[1];
        inParallel(client -> {
            String token = Server.token(Database.user(2 + client), "client");
            try (FileClient connection = new FileClient(port)) {
                connected.countDown();
                connected.await();
                synchronized (start) {
                    start[0] = start[0] == 0 ? System.nanoTime() : start[0];
                }
                for (int i = 0; i < filesEach; i++) {
                    way.send(connection, token);
                    FileClient.Head head = connection.receive(_ -> true);
                    if (head.status() != 201) {
                        throw new IllegalStateException("a file was answered with " + head.text());
                    }
                    head.header("upload-result")
                            .or(() -> head.header("location"))
                            .ifPresent(files::add);
                }
            }
        });
        double seconds = (System.nanoTime() - start[0]) / 1e9;
        return new Transferred((long) clients * filesEach * FILE_BYTES, seconds, List.copyOf(files));
    }

    /** Each client receives a file again and again. */
    Transferred receive(String path, String token, Duration time) throws Exception {
        LongAdder bytes = new LongAdder();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        inParallel(_ -> {
            try (FileClient connection = new FileClient(port)) {
                while (System.nanoTime() < end) {
                    connection.send(head("GET", path, token, 0) + "\r\n");
                    FileClient.Head head = connection.receive(some -> {
                        bytes.add(some);
                        return System.nanoTime() < end;
                    });
                    if (head.status() != 200) {
                        throw new IllegalStateException(path + " was answered with " + head.text());
                    }
                }
            }
        });
        return new Transferred(bytes.sum(), (System.nanoTime() - start) / 1e9, List.of());
    }

    /** Removes files that were sent. */
    void remove(List<String> files) throws Exception {
        try (FileClient connection = new FileClient(port)) {
            for (String file : files) {
                connection.send(head("DELETE", file, Server.token(Database.ADMIN, "admin"), 0) + "\r\n");
                FileClient.Head head = connection.receive(_ -> true);
                if (head.status() != 204) {
                    throw new IllegalStateException("a removal was answered with " + head.text());
                }
            }
        }
    }

    private interface Client {
        void run(int number) throws Exception;
    }

    private void inParallel(Client client) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(() -> {
                    client.run(number);
                    return null;
                });
            }
            for (Future<Void> one : threads.invokeAll(all, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                one.get();
            }
        }
    }

    private static String head(String method, String path, String token, long length) {
        return method + " " + path + " HTTP/1.1\r\nHost: " + Net.HOST + "\r\nAuthorization: Bearer " + token
                + "\r\nContent-Length: " + length + "\r\n";
    }

    private static ByteBuffer file() {
        byte[] bytes = new byte[FILE_BYTES];
        new Random(1).nextBytes(bytes);
        bytes("%PDF-1.7\n").get(bytes, 0, 9);
        return ByteBuffer.allocateDirect(FILE_BYTES).put(bytes).flip();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
