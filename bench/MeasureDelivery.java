import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from the intended send of a message to its delivery at each receiver. The load is an open loop: messages are sent on
 * schedule whether or not the server keeps up, so a stall shows in the latencies. Two threads serve all connections.
 */
public final class MeasureDelivery {
    private static final String USAGE = """
            measure-delivery --url http://127.0.0.1:8080 (--token TOKEN | --email ADDRESS --password PASSWORD)
                [--room general] [--senders 8] [--receivers 200] [--rate 80] [--seconds 60] [--warm-up 10]
                [--idle 0 --idle-room support] [--server-pid PID]

              --rate        messages per second of all senders together; the server accepts 20 per second from each
                            (CHAT_MESSAGES_PER_SECOND)
              --idle        idle connections in another room
              --server-pid  also measures the CPU time of this process

            Exit status: 0 if every receiver got every message in order, 1 if not, 2 if the measurement failed.""";

    private final Map<String, String> options;
    private final URI url;
    private final String token;
    private final String room;
    private final String run = Long.toHexString(System.nanoTime() & 0xFFFFFFFL);
    private final Histogram latencies = new Histogram(60_000_000_000L, 3);
    private final Histogram late = new Histogram(60_000_000_000L, 3);
    private final List<Peer> senders = new ArrayList<>();
    private final List<Peer> receivers = new ArrayList<>();
    private final List<Peer> idle = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
    private volatile long begin;
    private volatile long[] intended = {};
    private volatile boolean over;
    private volatile long measuredFrom;
    private long faults;
    private long refused;

    private MeasureDelivery(Map<String, String> options) throws Exception {
        this.options = options;
        this.url = URI.create(required("url"));
        this.room = options.getOrDefault("room", "general");
        this.token = options.containsKey("token") ? options.get("token") : login();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        int status;
        try {
            for (int i = 0; i < arguments.length; i += 2) {
                if (!arguments[i].startsWith("--") || i + 1 == arguments.length) {
                    throw new IllegalArgumentException("cannot use " + arguments[i]);
                }
                options.put(arguments[i].substring(2), arguments[i + 1]);
            }
            status = new MeasureDelivery(options).measure();
        } catch (IllegalArgumentException | IllegalStateException | IOException unusable) {
            System.err.println("measure-delivery: " + unusable.getMessage());
            System.err.println(USAGE);
            status = 2;
        }
        System.exit(status);
    }

    private int measure() throws Exception {
        int rate = number("rate", 80);
        int seconds = number("seconds", 60);
        int warmUp = number("warm-up", 10);
        int total = rate * (seconds + warmUp);
        for (int i = 0; i < number("idle", 0); i++) {
            idle.add(new Peer(options.getOrDefault("idle-room", "support"), false));
        }
        for (int i = 0; i < number("receivers", 200); i++) {
            receivers.add(new Peer(room, true));
        }
        for (int i = 0; i < number("senders", 8); i++) {
            senders.add(new Peer(room, false));
        }
        long[] times = new long[total];
        begin = System.nanoTime() + 1_000_000_000L;
        for (int i = 0; i < total; i++) {
            times[i] = begin + (long) (i * (1e9 / rate));
        }
        measuredFrom = begin + warmUp * 1_000_000_000L;
        intended = times;
        Thread ears = Thread.ofPlatform().name("ears").start(this::listen);
        Thread mouths = Thread.ofPlatform().name("mouths").start(() -> speak(times));

        sleepUntil(measuredFrom);
        double cpuBefore = processorSeconds();
        System.out.println("load average during the run: " + loadAverage());
        mouths.join();
        double cpu = processorSeconds() - cpuBefore;
        System.out.println("load average at the end:    " + loadAverage());
        long patience = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < patience && receivers.stream().anyMatch(peer -> peer.heard < total)) {
            Thread.sleep(50);
        }
        over = true;
        selector.wakeup();
        ears.join();

        long missing = receivers.stream().mapToLong(peer -> total - peer.heard).sum();
        System.out.printf(
                "%d senders, %d receivers, %d idle others; %d messages/s for %d s = %d deliveries/s%n",
                senders.size(), receivers.size(), idle.size(), rate, seconds, (long) rate * receivers.size());
        System.out.printf("deliveries measured %d, missing %d, out of order %d, refused %d%n",
                latencies.getTotalCount(), missing, faults, refused);
        print("from intended send to delivery        ", latencies);
        print("delay of this program before sending  ", late);
        if (options.containsKey("server-pid")) {
            System.out.printf("CPU time of the server: %.2f s, %.3f ms per message, %.2f us per delivery%n",
                    cpu, cpu * 1e3 / ((double) rate * seconds), cpu * 1e6 / ((double) rate * seconds * receivers.size()));
        }
        return missing == 0 && faults == 0 && refused == 0 ? 0 : 1;
    }

    private static void print(String what, Histogram histogram) {
        System.out.printf("%s, ms: p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.2f%n",
                what,
                histogram.getValueAtPercentile(50) / 1e6,
                histogram.getValueAtPercentile(90) / 1e6,
                histogram.getValueAtPercentile(99) / 1e6,
                histogram.getValueAtPercentile(99.9) / 1e6,
                histogram.getMaxValue() / 1e6);
    }

    private void speak(long[] times) {
        try {
            for (int i = 0; i < times.length; i++) {
                sleepUntil(times[i]);
                String name = run + "-" + i;
                senders.get(i % senders.size()).send("{\"type\":\"message\",\"room_id\":\"" + room + "\",\"content\":\"" + name + "\"}");
                if (times[i] >= measuredFrom) {
                    late.recordValue(Math.max(0, System.nanoTime() - times[i]));
                }
            }
        } catch (IOException failure) {
            System.err.println("cannot send: " + failure.getMessage());
        }
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void listen() {
        try {
            for (List<Peer> peers : List.of(receivers, senders, idle)) {
                for (Peer peer : peers) {
                    peer.channel.configureBlocking(false);
                    peer.channel.register(selector, SelectionKey.OP_READ, peer);
                }
            }
            while (!over) {
                selector.select(key -> {
                    Peer peer = (Peer) key.attachment();
                    try {
                        peer.read();
                    } catch (IOException failure) {
                        key.cancel();
                        faults++;
                        System.err.println("a connection was lost: " + failure.getMessage());
                    }
                }, 100);
            }
        } catch (IOException failure) {
            System.err.println("cannot listen: " + failure.getMessage());
        }
    }

    /** A connection in a room. */
    private final class Peer {
        final SocketChannel channel;
        private final boolean isReceiver;
        private byte[] kept = {};
        private long lastSeq = -1;
        volatile int heard;

        Peer(String room, boolean isReceiver) throws IOException {
            this.isReceiver = isReceiver;
            this.channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
            channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            channel.write(ByteBuffer.wrap(("GET /api/chat/ws HTTP/1.1\r\nHost: " + url.getAuthority()
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII)));
            StringBuilder answer = new StringBuilder();
            await(answer, "\r\n\r\n");
            send("{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
            await(answer, "\"member_count\"");
            // Keep the incomplete frame for the next read.
            byte[] all = answer.toString().getBytes(StandardCharsets.ISO_8859_1);
            int head = answer.indexOf("\r\n\r\n") + 4;
            take(ByteBuffer.wrap(all, head, all.length - head));
        }

        private void await(StringBuilder answer, String part) throws IOException {
            ByteBuffer some = ByteBuffer.allocate(1 << 16);
            while (answer.indexOf(part) < 0) {
                if (answer.indexOf("\"type\":\"error\"") >= 0 || channel.read(some) < 0) {
                    throw new IllegalStateException("cannot enter the room: " + answer);
                }
                answer.append(StandardCharsets.ISO_8859_1.decode(some.flip()));
                some.clear();
            }
        }

        void send(String json) throws IOException {
            byte[] text = json.getBytes(StandardCharsets.UTF_8);
            ByteBuffer frame = ByteBuffer.allocate(text.length + 8);
            frame.put((byte) 0x81);
            if (text.length < 126) {
                frame.put((byte) (0x80 | text.length));
            } else {
                frame.put((byte) (0x80 | 126)).putShort((short) text.length);
            }
            // A mask of zeros does not change the text.
            frame.putInt(0).put(text).flip();
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        }

        void read() throws IOException {
            in.clear();
            in.put(kept);
            int count = channel.read(in);
            if (count < 0) {
                throw new IOException("the server has closed it");
            }
            take(in.flip());
        }

        private void take(ByteBuffer bytes) throws IOException {
            long now = System.nanoTime();
            while (true) {
                int start = bytes.position();
                if (bytes.remaining() < 2) {
                    break;
                }
                int first = bytes.get() & 0xFF;
                int length = bytes.get() & 0xFF;
                if (length == 127 || (length == 126 && bytes.remaining() < 2)) {
                    if (length == 127) {
                        if (bytes.remaining() < 8) {
                            bytes.position(start);
                            break;
                        }
                        length = (int) bytes.getLong();
                    } else {
                        bytes.position(start);
                        break;
                    }
                } else if (length == 126) {
                    length = bytes.getShort() & 0xFFFF;
                }
                if (bytes.remaining() < length) {
                    bytes.position(start);
                    break;
                }
                if (first == 0x81) {
                    byte[] text = new byte[length];
                    bytes.get(text);
                    heard(new String(text, StandardCharsets.ISO_8859_1), now);
                } else {
                    bytes.position(bytes.position() + length);
                    if (first == 0x89) {
                        channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0}));
                    }
                }
            }
            kept = new byte[bytes.remaining()];
            bytes.get(kept);
        }

        private void heard(String frame, long now) {
            if (!frame.startsWith("{\"type\":\"message\"")) {
                if (frame.startsWith("{\"type\":\"error\"")) {
                    refused++;
                }
                return;
            }
            if (!isReceiver) {
                return;
            }
            int at = frame.indexOf("\"seq\":") + 6;
            long seq = Long.parseLong(frame, at, frame.indexOf(',', at), 10);
            if (lastSeq >= 0 && seq != lastSeq + 1) {
                faults++;
            }
            lastSeq = seq;
            int name = frame.indexOf("\"content\":\"" + run + "-");
            if (name >= 0) {
                int number = name + 12 + run.length();
                long time = intended[Integer.parseInt(frame, number, frame.indexOf('"', number), 10)];
                heard++;
                if (time >= measuredFrom) {
                    latencies.recordValue(Math.max(0, now - time));
                }
            }
        }
    }

    private double processorSeconds() throws IOException {
        String pid = options.get("server-pid");
        if (pid == null) {
            return 0;
        }
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        // utime and stime, in clock ticks of 10 ms.
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    private String login() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url.resolve("/api/auth/login"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"" + required("email")
                                        + "\",\"password\":\"" + required("password") + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Matcher found = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(response.body());
        if (response.statusCode() != 200 || !found.find()) {
            throw new IllegalStateException("the login was answered with " + response.statusCode());
        }
        return found.group(1);
    }

    private String required(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    private int number(String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(otherwise)));
    }
}
