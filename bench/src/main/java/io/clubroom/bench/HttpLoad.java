package io.clubroom.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Sends requests over HTTP/1.1 and looks at no more of the answers than their status and their length. */
final class HttpLoad implements AutoCloseable {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final ByteBuf CLOSE =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("connection: close", StandardCharsets.US_ASCII));
    private static final long TICK_MICROS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Net net;
    private final int port;
    private final Supplier<ByteBuf> requests;
    private final List<Connection> connections;
    private volatile boolean closed;

    // On the event loop only.
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Long> late = new ArrayDeque<>();
    private boolean closedLoop;
    private boolean stopped;
    private long sent;
    private Result result = new Result();

    /** What came of it; the latencies, in nanoseconds, count from the moment that a request was meant to be sent. */
    static final class Result {
        final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        double seconds;
        long good;
        long overloaded;
        long failed;
        long reconnects;
        private long firstGood;
        private long lastGood;

        double perSecond() {
            return good / seconds;
        }

        /** By the time between the first and the last answer: better than the former when there are few. */
        double perSecondBetweenAnswers() {
            return good < 2 ? 0 : (good - 1) * 1e9 / (lastGood - firstGood);
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }

        private void add(int status, long nanos, long now) {
            latencies.recordValue(Math.min(nanos, latencies.getHighestTrackableValue()));
            if (status >= 200 && status < 300) {
                good++;
                firstGood = firstGood == 0 ? now : firstGood;
                lastGood = now;
            } else if (status == 503) {
                overloaded++;
            } else {
                failed++;
            }
        }
    }

    HttpLoad(Net net, int port, int connections, Supplier<ByteBuf> requests) throws Exception {
        this.net = net;
        this.port = port;
        this.requests = requests;
        this.connections = net.connect(port, connections, _ -> new Connection());
        idle.addAll(this.connections);
    }

    /** A request as it goes over the wire. */
    static byte[] request(String method, String path, String token, String body) {
        return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                        + (token == null ? "" : "Authorization: Bearer " + token + "\r\n")
                        + (body == null
                                ? "\r\n"
                                : "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                        + body))
                .getBytes(StandardCharsets.US_ASCII);
    }

    static Supplier<ByteBuf> always(byte[] request) {
        return () -> Unpooled.wrappedBuffer(request);
    }

    /** On each connection the next request follows upon the answer to the last one. */
    Result saturate(Duration time) throws Exception {
        begin(true);
        long start = System.nanoTime();
        net.onLoop(() -> {
            while (!idle.isEmpty()) {
                idle.poll().send(System.nanoTime());
            }
        });
        Net.sleep(time);
        return end(start);
    }

    /** So many requests a second, whether or not the answers keep up. */
    Result pace(double perSecond, Duration time) throws Exception {
        begin(false);
        long start = System.nanoTime();
        ScheduledFuture<?> ticks =
                net.loop().scheduleAtFixedRate(() -> sendDue(start, perSecond), 0, TICK_MICROS, TimeUnit.MICROSECONDS);
        Net.sleep(time);
        ticks.cancel(false);
        return end(start);
    }

    private void sendDue(long start, double perSecond) {
        long now = System.nanoTime();
        for (long due = dueAt(start, perSecond); due <= now; due = dueAt(start, perSecond)) {
            sent++;
            Connection connection = idle.poll();
            if (connection == null) {
                late.add(due);
            } else {
                connection.send(due);
            }
        }
    }

    private long dueAt(long start, double perSecond) {
        return start + (long) (sent * 1e9 / perSecond);
    }

    private void begin(boolean closed) throws Exception {
        net.onLoop(() -> {
            closedLoop = closed;
            stopped = false;
            sent = 0;
            late.clear();
            result = new Result();
        });
    }

    private Result end(long start) throws Exception {
        Result[] ended = new Result[1];
        net.onLoop(() -> {
            stopped = true;
            ended[0] = result;
            result.seconds = (System.nanoTime() - start) / 1e9;
            // What has no answer yet is not left out: it took this long at least.
            long now = System.nanoTime();
            late.forEach(intended -> ended[0].latencies.recordValue(now - intended));
            if (!closedLoop) {
                connections.stream()
                        .filter(connection -> connection.intended > 0)
                        .forEach(connection -> ended[0].latencies.recordValue(now - connection.intended));
            }
            late.clear();
            result = new Result();
        });
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean[] quiet = new boolean[1];
        while (!quiet[0]) {
            Net.sleep(Duration.ofMillis(5));
            net.onLoop(() -> quiet[0] = idle.size() == connections.size());
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("requests got no answer in " + PATIENCE);
            }
        }
        return ended[0];
    }

    @Override
    public void close() {
        closed = true;
        connections.forEach(connection -> connection.context.close());
    }

    /** Sharable, for it serves one channel after the other. */
    @Sharable
    private final class Connection extends ChannelInboundHandlerAdapter {
        private ChannelHandlerContext context;
        private ByteBuf answer = Unpooled.EMPTY_BUFFER;
        private long intended;
        private boolean begun;

        void send(long time) {
            intended = time;
            context.writeAndFlush(requests.get(), context.voidPromise());
        }

        @Override
        public void channelActive(ChannelHandlerContext active) {
            context = active;
            if (begun) {
                next();
            }
            begun = true;
        }

        @Override
        public void channelRead(ChannelHandlerContext active, Object read) {
            ByteBuf part = (ByteBuf) read;
            if (answer.isReadable()) {
                answer = Unpooled.wrappedBuffer(answer, part);
            } else {
                answer = part;
            }
            int length = completeLength(answer);
            if (length < 0) {
                return;
            }
            int status = (answer.getByte(answer.readerIndex() + 9) - '0') * 100
                    + (answer.getByte(answer.readerIndex() + 10) - '0') * 10
                    + (answer.getByte(answer.readerIndex() + 11) - '0');
            // Only behind an error.
            boolean last = status >= 400 && ByteBufUtil.indexOf(CLOSE, answer) >= 0;
            answer.release();
            answer = Unpooled.EMPTY_BUFFER;
            answered(status, !last);
            if (last) {
                context.close();
            }
        }

        private void answered(int status, boolean stays) {
            long now = System.nanoTime();
            result.add(status, now - intended, now);
            intended = 0;
            if (stays) {
                next();
            }
        }

        /** What is to be done when there is nothing under way on it. */
        private void next() {
            if (stopped) {
                idle.add(this);
            } else if (closedLoop) {
                send(System.nanoTime());
            } else if (late.isEmpty()) {
                idle.add(this);
            } else {
                send(late.poll());
            }
        }

        /** The server may close a connection behind an answer; then there is another. */
        @Override
        public void channelInactive(ChannelHandlerContext active) {
            idle.remove(this);
            answer.release();
            answer = Unpooled.EMPTY_BUFFER;
            if (intended > 0) {
                answered(999, false);
            }
            if (!closed) {
                result.reconnects++;
                net.reconnect(port, this);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext active, Throwable failure) {
            active.close();
        }
    }

    /** Of the answer at the beginning of the bytes, -1 if it is not complete. */
    private static int completeLength(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int end = bytes.writerIndex();
        int body = 0;
        int line = start;
        while (true) {
            int newline = bytes.indexOf(line, end, (byte) '\n');
            if (newline < 0) {
                return -1;
            }
            if (newline - line <= 1) {
                int total = newline + 1 - start + body;
                return total <= end - start ? total : -1;
            }
            if (isContentLength(bytes, line, newline)) {
                body = 0;
                for (int i = line + CONTENT_LENGTH.length; i < newline; i++) {
                    byte digit = bytes.getByte(i);
                    if (digit >= '0' && digit <= '9') {
                        body = body * 10 + digit - '0';
                    }
                }
            }
            line = newline + 1;
        }
    }

    private static boolean isContentLength(ByteBuf bytes, int line, int newline) {
        if (newline - line < CONTENT_LENGTH.length) {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            int letter = bytes.getByte(line + i);
            if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != CONTENT_LENGTH[i]) {
                return false;
            }
        }
        return true;
    }
}
