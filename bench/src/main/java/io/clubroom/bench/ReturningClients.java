package io.clubroom.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Clients of one room that lose their connections and return with the last {@code seq} that they have seen. They verify that each of them
 * receives every message once and in order.
 */
final class ReturningClients implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final int MIN_RETRY_MILLIS = 20;
    private static final int MAX_RETRY_MILLIS = 60;
    private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_SEQ = "\"last_seq\":".getBytes(StandardCharsets.US_ASCII);

    private final Net net;
    private final int port;
    private final String room;
    private final List<Client> clients;
    private final List<ScheduledFuture<?>> sending = new ArrayList<>();

    /** Keeps the names of messages apart from those that other instances gave: the same users may have sent them to the same room. */
    private final String names =
            Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);

    // Used on the event loop only.
    private boolean reconnects;
    private int connected;
    private long newest;
    private long sent;
    /** The {@code seq} that all clients must reach to be back, -1 while one of them is not connected. */
    private long target = -1;

    private int reached;
    private CompletableFuture<Long> allBack = new CompletableFuture<>();

    private volatile String fault;
    private volatile long received;

    /** @param tokens the access token of each client */
    ReturningClients(Net net, int port, String room, int number, IntFunction<String> tokens) {
        this.net = net;
        this.port = port;
        this.room = room;
        this.clients = IntStream.range(0, number)
                .mapToObj(i -> new Client(i, tokens.apply(i)))
                .toList();
    }

    /** Connects all clients. */
    void connect() throws Exception {
        net.onLoop(this::awaitAll);
        connect(clients);
        await(allBack);
    }

    private void connect(List<Client> missing) throws Exception {
        net.connect(port, missing.size(), i -> missing.get(i).newConnection());
    }

    /** Lets the first clients send messages at a fixed rate until {@link #stopSending()}. */
    void send(int senders, double perSecond) throws Exception {
        long period = (long) (1e9 * senders / perSecond);
        net.onLoop(() -> {
            for (int i = 0; i < senders; i++) {
                Client sender = clients.get(i);
                sending.add(net.loop()
                        .scheduleAtFixedRate(sender::send, period * i / senders, period, TimeUnit.NANOSECONDS));
            }
        });
    }

    void stopSending() throws Exception {
        net.onLoop(() -> {
            sending.forEach(one -> one.cancel(false));
            sending.clear();
        });
    }

    /** Closes the connections of all clients but the first. */
    void drop() throws Exception {
        net.onLoop(() -> {
            awaitAll();
            clients.stream()
                    .skip(1)
                    .forEach(client -> client.connection.context().close());
        });
    }

    /** Connects all clients but the first again. Returns the seconds until each is connected and has received all messages. */
    double comeBack() throws Exception {
        long start = System.nanoTime();
        connect(clients.subList(1, clients.size()));
        return (await(allBack) - start) / 1e9;
    }

    /** From now on, each client that loses its connection connects again until it succeeds. */
    void reconnectWhenLost() throws Exception {
        net.onLoop(() -> {
            reconnects = true;
            awaitAll();
        });
    }

    /** Waits until every client has lost its connection, is connected again and has received all messages. Returns when that was. */
    long awaitAllBack() throws Exception {
        return await(allBack);
    }

    /** Waits until nothing arrives any more; fails if a message was lost, repeated, reordered or not acknowledged. */
    void verify() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        boolean[] isAnswered = {false};
        while ((before != received || !isAnswered[0]) && System.nanoTime() < deadline) {
            before = received;
            Net.sleep(QUIET);
            net.onLoop(() -> isAnswered[0] = clients.stream().allMatch(client -> client.pending.isEmpty()));
        }
        net.onLoop(() -> {
            for (Client client : clients) {
                if (client.last != newest) {
                    fail("client " + client.number + " has seen up to " + client.last + " of " + newest);
                }
                if (!client.pending.isEmpty()) {
                    fail(client.pending.size() + " messages were not acknowledged");
                }
            }
        });
        if (fault != null) {
            throw new IllegalStateException(fault);
        }
    }

    private void awaitAll() {
        target = -1;
        allBack = new CompletableFuture<>();
    }

    private long await(CompletableFuture<Long> event) throws Exception {
        try {
            return event.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException(
                    connected + " of " + clients.size() + " are back after " + PATIENCE.toSeconds() + " s, fault: "
                            + fault,
                    late);
        }
    }

    private void countReached() {
        if (target >= 0 && reached == clients.size()) {
            allBack.complete(System.nanoTime());
        }
    }

    private void fail(String what) {
        if (fault == null) {
            fault = what;
        }
    }

    @Override
    public void close() throws Exception {
        stopSending();
        net.onLoop(() -> {
            reconnects = false;
            clients.stream()
                    .map(client -> client.connection)
                    .filter(connection -> connection != null && connection.context() != null)
                    .forEach(connection -> connection.context().close());
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int[] open = {1};
        while (open[0] > 0 && System.nanoTime() < deadline) {
            Net.sleep(Duration.ofMillis(20));
            net.onLoop(() -> open[0] = connected);
        }
    }

    private final class Client {
        private final int number;
        private final String token;
        /** The names of messages that were not acknowledged yet, in the order of sending. */
        private final Set<String> pending = new LinkedHashSet<>();

        /** The names of messages that were sent again, with the {@code seq} that each was acknowledged with, 0 until then. */
        private final Map<String, Long> repeated = new HashMap<>();

        private Connection connection;
        private boolean isConnected;
        private boolean isRetrying;
        private long last = -1;

        Client(int number, String token) {
            this.number = number;
            this.token = token;
        }

        Connection newConnection() {
            connection = new Connection(this);
            return connection;
        }

        void reconnect() {
            if (reconnects) {
                net.connect(port, newConnection()).addListener(opened -> {
                    if (!opened.isSuccess()) {
                        reconnectSoon();
                    }
                });
            }
        }

        void reconnectSoon() {
            int delay = ThreadLocalRandom.current().nextInt(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS);
            net.loop().schedule(this::reconnect, delay, TimeUnit.MILLISECONDS);
        }

        void send() {
            String name = names + "-" + number + "-" + sent++;
            pending.add(name);
            if (isConnected) {
                send(name);
            }
        }

        private void sendAgain() {
            pending.forEach(name -> {
                repeated.putIfAbsent(name, 0L);
                send(name);
            });
        }

        private void send(String name) {
            connection.write("{\"type\":\"message\",\"room_id\":\"" + room
                    + "\",\"content\":\"an ordinary thing to say, of about as many bytes as people type\","
                    + "\"client_message_id\":\"" + name + "\"}");
        }

        void connected(long lastSeq) {
            isConnected = true;
            connected++;
            if (last < 0) {
                last = lastSeq;
            } else if (lastSeq < last) {
                fail("client " + number + " has seen " + last + ", but the room ends with " + lastSeq);
            }
            newest = Math.max(newest, lastSeq);
            if (connected == clients.size()) {
                target = newest;
                reached = (int)
                        clients.stream().filter(client -> client.last >= target).count();
                countReached();
            }
            sendAgain();
        }

        /** A message that was sent again is answered again, with the {@code seq} that it has; its replay may come before that answer. */
        void message(long seq, String name) {
            received++;
            if (name != null && pending.remove(name)) {
                repeated.computeIfPresent(name, (same, unknown) -> seq);
            }
            if (seq == last + 1) {
                last = seq;
                newest = Math.max(newest, seq);
                if (seq == target) {
                    reached++;
                    countReached();
                }
            } else if (seq > last || repeated.getOrDefault(name, 0L) != seq) {
                fail("client " + number + " received " + seq + " after " + last);
            }
        }

        /** Tries again, as clients should, if the database or the server is not ready. */
        void refused(String error) {
            if (!error.contains("\"unavailable\"") && !error.contains("\"overloaded\"")) {
                fail("client " + number + ": " + error);
            } else if (!isConnected) {
                connection.context().close();
            } else if (!isRetrying) {
                isRetrying = true;
                net.loop().schedule(this::retry, MAX_RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private void retry() {
            isRetrying = false;
            if (isConnected) {
                sendAgain();
            }
        }

        void lost() {
            if (isConnected) {
                isConnected = false;
                connected--;
                target = -1;
            }
            if (reconnects) {
                reconnectSoon();
            }
        }
    }

    private final class Connection extends WebSocketClient {
        private final Client client;

        Connection(Client client) {
            super(client.token);
            this.client = client;
        }

        @Override
        void onOpen() {
            write("{\"type\":\"connect\",\"room_id\":\"" + room + "\""
                    + (client.last < 0 ? "" : ",\"after_seq\":" + client.last) + "}");
        }

        @Override
        void onText(ByteBuf in, int payload, int length, int frameLength) {
            switch (in.getByte(payload + 9)) {
                case 'm' -> client.message(number(in, payload, length, SEQ), name(in, payload, length));
                case 'c' -> client.connected(number(in, payload, length, LAST_SEQ));
                case 'e' -> client.refused(in.toString(payload, length, StandardCharsets.UTF_8));
                default -> {}
            }
        }

        /** The value of {@code client_message_id}, the last field, or null. */
        private static String name(ByteBuf in, int payload, int length) {
            int end = payload + length - 2;
            if (in.getByte(end) != '"') {
                return null;
            }
            int start = end;
            while (in.getByte(start - 1) != '"') {
                start--;
            }
            return in.toString(start, end - start, StandardCharsets.US_ASCII);
        }

        /** The value of a field, 0 if it is missing. */
        private static long number(ByteBuf in, int payload, int length, byte[] field) {
            int at = payload;
            int matched = 0;
            while (matched < field.length && at < payload + length) {
                byte next = in.getByte(at++);
                matched = next == field[matched] ? matched + 1 : next == field[0] ? 1 : 0;
            }
            long value = 0;
            for (; at < payload + length && in.getByte(at) >= '0' && in.getByte(at) <= '9'; at++) {
                value = 10 * value + in.getByte(at) - '0';
            }
            return value;
        }

        @Override
        public void channelInactive(ChannelHandlerContext closed) {
            if (client.connection == this) {
                client.lost();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext active, Throwable failure) {
            if (!reconnects) {
                fail("client " + client.number + ": " + failure);
            }
            active.close();
        }
    }
}
