package io.clubroom.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** Clients in chat rooms, which parse only what is measured. */
final class ChatLoad implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte TIME_MARK = '~';
    private static final int TIME_DIGITS = 19;

    private final Net net;
    private final List<Client> clients;

    // Written on the event loop only.
    private volatile int joined;
    private volatile long received;
    private volatile long bytes;
    private volatile long deliveredSends;
    private volatile int gone;
    private boolean stopped;
    private int window;
    private int senders;
    private Histogram latencies;
    private long expected;
    /** Keeps the client message ids of this run distinct from those of any other. */
    private long names = System.nanoTime();

    /** @param also a second room, null for none */
    record Join(String token, String room, String also) {
        Join(String token, String room) {
            this(token, room, null);
        }
    }

    /** @param joins the rooms of each client */
    ChatLoad(Net net, int port, int number, IntFunction<Join> joins) throws Exception {
        this.net = net;
        this.clients = net.connect(port, number, i -> new Client(i, joins.apply(i)));
        int places = clients.stream()
                .mapToInt(client -> client.join.also() == null ? 1 : 2)
                .sum();
        await("everybody is in their room", () -> joined == places);
    }

    /** Each sender sends its next message when its last one comes back. Returns the messages stored and delivered to all, per second. */
    double talk(int talkers, int pending, Duration time) throws Exception {
        net.onLoop(() -> {
            stopped = false;
            senders = talkers;
            window = pending;
            deliveredSends = 0;
            clients.subList(0, talkers).forEach(client -> client.say(pending));
        });
        long start = System.nanoTime();
        Net.sleep(time);
        long[] said = new long[1];
        net.onLoop(() -> {
            said[0] = deliveredSends;
            stopped = true;
        });
        double perSecond = said[0] * 1e9 / (System.nanoTime() - start);
        net.onLoop(() -> senders = 0);
        quiet();
        return perSecond;
    }

    /** One client sends a burst, and the next when every client has received all of it. Returns the deliveries per second. */
    double fanOut(int burst, Duration time) throws Exception {
        long[] begin = new long[1];
        net.onLoop(() -> {
            stopped = false;
            window = burst;
            begin[0] = received;
            expected = received + (long) burst * clients.size();
            clients.getFirst().say(burst);
        });
        long start = System.nanoTime();
        Net.sleep(time);
        long[] end = new long[1];
        net.onLoop(() -> {
            end[0] = received;
            stopped = true;
        });
        double perSecond = (end[0] - begin[0]) * 1e9 / (System.nanoTime() - start);
        quiet();
        expected = 0;
        return perSecond;
    }

    /** Sends messages at a fixed rate. Returns the time in nanoseconds from each intended send to each delivery. */
    Histogram pace(double perSecond, int contentLength, Duration time) throws Exception {
        Histogram measured = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        String filler = "x".repeat(contentLength - TIME_DIGITS - 1);
        net.onLoop(() -> latencies = measured);
        long start = System.nanoTime();
        long[] sent = new long[1];
        ScheduledFuture<?> ticks = net.loop()
                .scheduleAtFixedRate(
                        () -> {
                            long due = start + (long) (sent[0] * 1e9 / perSecond);
                            if (due <= System.nanoTime()) {
                                sent[0]++;
                                clients.getFirst().sayTimed(due, filler);
                            }
                        },
                        0,
                        1,
                        TimeUnit.MILLISECONDS);
        Net.sleep(time);
        ticks.cancel(false);
        quiet();
        net.onLoop(() -> latencies = null);
        return measured;
    }

    /** Sends messages of the first client at a fixed rate until cancelled; their deliveries are not measured. */
    ScheduledFuture<?> flood(double perSecond, int contentLength) {
        String text = "x".repeat(contentLength);
        long period = (long) (1e9 / perSecond);
        return net.loop().scheduleAtFixedRate(() -> clients.getFirst().say(text), 0, period, TimeUnit.NANOSECONDS);
    }

    /** Stops the last client from reading, with a small receive buffer. */
    void stall() throws Exception {
        net.onLoop(() -> {
            ChannelConfig config = clients.getLast().context().channel().config();
            config.setOption(ChannelOption.SO_RCVBUF, 4_096);
            config.setAutoRead(false);
        });
    }

    long bytesReceived() {
        return bytes;
    }

    long received() {
        return received;
    }

    /** Waits until no frame has arrived for a while. */
    private void quiet() throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        while (before != received && System.nanoTime() < deadline) {
            before = received;
            Net.sleep(Duration.ofMillis(60));
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not in " + PATIENCE.toSeconds() + " s: " + what);
            }
            Net.sleep(Duration.ofMillis(5));
        }
    }

    @Override
    public void close() throws Exception {
        for (Client client : clients) {
            client.context().close();
        }
        await("all connections are closed", () -> gone == clients.size());
    }

    private final class Client extends WebSocketClient {
        private final int number;
        private final Join join;
        private final ByteBuf message;
        private int own;

        Client(int number, Join join) {
            super(join.token());
            this.number = number;
            this.join = join;
            String text = "{\"type\":\"message\",\"room_id\":\"" + join.room() + "\",\"content\":\""
                    + "an ordinary thing to say, of about as many bytes as people type"
                    + "\",\"client_message_id\":";
            this.message = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        }

        void say(int times) {
            ByteBuf frames = context().alloc().buffer();
            for (int i = 0; i < times; i++) {
                String name = "\"" + names++ + "\"}";
                int length = message.readableBytes() + name.length();
                head(frames, 0x81, length);
                frames.writeBytes(message, message.readerIndex(), message.readableBytes());
                frames.writeCharSequence(name, StandardCharsets.US_ASCII);
            }
            context().writeAndFlush(frames, context().voidPromise());
        }

        void sayTimed(long time, String filler) {
            say((char) TIME_MARK + String.format("%019d", time) + filler);
        }

        void say(String text) {
            write("{\"type\":\"message\",\"room_id\":\"" + join.room() + "\",\"content\":\"" + text + "\"}");
        }

        @Override
        void onOpen() {
            write("{\"type\":\"connect\",\"room_id\":\"" + join.room() + "\"}");
            if (join.also() != null) {
                write("{\"type\":\"connect\",\"room_id\":\"" + join.also() + "\"}");
            }
        }

        @Override
        void onText(ByteBuf in, int payload, int length, int frameLength) {
            // {"type":"message": no other type begins with these letters.
            byte first = in.getByte(payload + 9);
            if (first == 'm') {
                heard(in, payload, length, frameLength);
            } else if (first == 'c') {
                joined++;
            } else if (first == 'e') {
                throw new IllegalStateException(in.toString(payload, length, StandardCharsets.UTF_8));
            }
        }

        private void heard(ByteBuf in, int payload, int length, int frameLength) {
            int mark = latencies == null ? 0 : in.indexOf(payload, payload + length, TIME_MARK);
            if (mark < 0) {
                // Messages sent only to fill the network buffers.
                return;
            }
            received++;
            bytes += frameLength;
            if (latencies != null) {
                long time = 0;
                for (int i = 1; i <= TIME_DIGITS; i++) {
                    time = time * 10 + in.getByte(mark + i) - '0';
                }
                latencies.recordValue(Math.max(0, System.nanoTime() - time));
            } else if (expected > 0) {
                if (received == expected && !stopped) {
                    expected += (long) window * clients.size();
                    clients.getFirst().say(window);
                }
            } else if (number < senders && isOwn(in, payload, length)) {
                deliveredSends++;
                own++;
                if (own == window) {
                    own = 0;
                    if (!stopped) {
                        say(window);
                    }
                }
            }
        }

        /** Only the sender's copy ends with the client message id; other copies end with a closed object. */
        private static boolean isOwn(ByteBuf in, int payload, int length) {
            return in.getByte(payload + length - 2) == '"';
        }

        @Override
        public void channelInactive(ChannelHandlerContext active) {
            gone++;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext active, Throwable failure) {
            System.err.println("chat client " + number + ": " + failure);
            active.close();
        }
    }
}
