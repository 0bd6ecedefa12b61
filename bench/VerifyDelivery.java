import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies the delivery guarantees of a running server: clients send messages in a room while their connections are dropped and they return.
 * At the end, every message that any client received must be stored, and every client must have received it once and in order.
 */
public final class VerifyDelivery {
    private static final String USAGE = """
        verify-delivery --url http://127.0.0.1:8080[,…] (--token TOKEN | --email ADDRESS --password PASSWORD)
            [--room general] [--clients 8] [--seconds 30] [--messages N] [--rate 10] [--disconnect-every 3] [--patience 30]
            [--seed N]
            [--restart-command COMMAND] [--restart-every 10] [--insecure]

          --url               one for each node on one database; nodes may be away for a while, if one is there
          --messages          stops before --seconds once each client has received this many
          --rate              messages per second per client
          --disconnect-every  average number of seconds until a client drops its connection
          --patience          seconds after the last message for everything to be delivered (30)
          --seed              decides when clients disconnect and to which node they go; random unless given
          --restart-command   run by sh -c every --restart-every seconds; kills and restarts the server

        Exit status: 0 if every guarantee held, 1 if not, 2 if the test failed to run.\
        """;

    private final Map<String, String> options;
    private final PrintStream out;
    private final List<URI> urls;
    private final HttpClient http;
    private final long seed;
    private final String token;
    private final String room;
    private final String run = Long.toHexString(new SecureRandom().nextLong() & 0xFFFFFFFL);
    private final ConcurrentSkipListMap<Long, String> seen = new ConcurrentSkipListMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong connects = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();
    private final Set<Integer> quiet = ConcurrentHashMap.newKeySet();
    private final Set<Integer> satisfied = ConcurrentHashMap.newKeySet();
    private volatile long talkUntil;
    private volatile long listenUntil;

    private VerifyDelivery(Map<String, String> options, PrintStream out) throws Exception {
        this.options = options;
        this.out = out;
        this.urls = Stream.of(required("url").split(",")).map(URI::create).toList();
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (options.containsKey("insecure")) {
            builder.sslContext(trustingAnybody());
        }
        this.http = builder.build();
        this.seed = number("seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
        this.room = option("room", "general");
        this.token = options.containsKey("token") ? options.get("token") : login();
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(run(arguments, System.out));
    }

    /** The exit status. */
    public static int run(String[] arguments, PrintStream out) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (!name.startsWith("--") || name.equals("--help")) {
                out.println(USAGE);
                return 2;
            }
            boolean isFlag = name.equals("--insecure");
            options.put(name.substring(2), isFlag || i + 1 == arguments.length ? "" : arguments[++i]);
        }
        try {
            return new VerifyDelivery(options, out).verify();
        } catch (IllegalArgumentException | IllegalStateException | IOException unusable) {
            out.println("verify-delivery: " + unusable.getMessage());
            out.println(USAGE);
            return 2;
        }
    }

    private int verify() throws Exception {
        long begin = System.nanoTime();
        long seconds = number("seconds", 30);
        talkUntil(begin + Duration.ofSeconds(seconds).toNanos());
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number("clients", 8); i++) {
            Client client = new Client(i, new Random(seed * 1_000 + i));
            clients.add(client);
            threads.add(Thread.ofPlatform().name("client-" + i).start(client));
        }
        Thread restarts = Thread.ofPlatform().daemon().start(this::restart);
        for (Thread thread : threads) {
            thread.join();
        }
        restarts.interrupt();
        restarts.join();
        compare(clients);
        out.printf(
                "%d clients, %d connections, %d messages acknowledged, %d received, %d history gaps%n",
                clients.size(), connects.get(), acknowledged.size(), received.get(), gaps.get());
        faults.stream().limit(50).forEach(fault -> out.println("FAULT " + fault));
        out.println((faults.isEmpty() ? "passed" : faults.size() + " faults") + ", seed " + seed);
        return faults.isEmpty() ? 0 : 1;
    }

    private void talkUntil(long end) {
        listenUntil = end + Duration.ofSeconds(number("patience", 30)).toNanos();
        talkUntil = end;
    }

    /** Compares the stored messages with the received ones. */
    private void compare(List<Client> clients) throws Exception {
        if (seen.isEmpty()) {
            throw new IllegalStateException("no message was acknowledged");
        }
        long first = seen.firstKey();
        long last = seen.lastKey();
        TreeMap<Long, String> stored = new TreeMap<>();
        Map<String, Integer> copies = new HashMap<>();
        String path = "/api/chat/rooms/" + room + "/messages?limit=200&after_seq=" + (first - 1) + "&before_seq=";
        long before = last + 1;
        while (before > first) {
            String page = get(path + before);
            Matcher message = STORED.matcher(page);
            long lowest = before;
            while (message.find()) {
                long seq = Long.parseLong(message.group(2));
                stored.put(seq, message.group(1));
                lowest = Math.min(lowest, seq);
            }
            Matcher content = Pattern.compile("\"content\":\"(" + run + "-[0-9]+-[0-9]+)\"")
                    .matcher(page);
            while (content.find()) {
                copies.merge(content.group(1), 1, Integer::sum);
            }
            if (lowest == before) {
                break;
            }
            before = lowest;
        }
        seen.forEach((seq, id) -> {
            if (!id.equals(stored.get(seq))) {
                faults.add("message " + seq + " was received as " + id + ", but is stored as " + stored.get(seq));
            }
        });
        for (long seq = first; seq <= last; seq++) {
            if (!stored.containsKey(seq)) {
                faults.add("missing message " + seq);
            }
        }
        for (String name : acknowledged) {
            if (copies.getOrDefault(name, 0) != 1) {
                faults.add("message " + name + " was acknowledged, and is stored " + copies.getOrDefault(name, 0)
                        + " times");
            }
        }
        for (Client client : clients) {
            if (client.last < last) {
                faults.add("client " + client.number + " has seen up to " + client.last + " of " + last);
            }
        }
    }

    private static final Pattern STORED = Pattern.compile("\"id\":\"([0-9a-f-]{36})\",\"seq\":([0-9]+)");

    private void restart() {
        String command = options.get("restart-command");
        try {
            while (command != null) {
                Thread.sleep(Duration.ofSeconds(number("restart-every", 10)));
                if (System.nanoTime() > talkUntil) {
                    return;
                }
                int status = new ProcessBuilder("sh", "-c", command)
                        .inheritIO()
                        .start()
                        .waitFor();
                if (status != 0) {
                    faults.add("the restart command ended with " + status);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            faults.add("the restart command cannot be run: " + failure.getMessage());
        }
    }

    /** A client that sends and receives, drops its connection and returns. */
    private final class Client implements Runnable, WebSocket.Listener {
        final int number;
        final Random random;
        volatile long last = -1;
        private BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final Map<String, Long> answered = new HashMap<>();
        private int said;
        private int heard;
        private String waiting;

        Client(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        @Override
        public void run() {
            while (!finished()) {
                WebSocket socket = null;
                try {
                    text.setLength(0);
                    frames = new LinkedBlockingQueue<>();
                    socket = connect();
                    talk(socket);
                } catch (InterruptedException ended) {
                    return;
                } catch (Exception lost) {
                    pause(50 + random.nextInt(150));
                } finally {
                    if (socket != null) {
                        socket.abort();
                    }
                }
            }
        }

        private boolean finished() {
            long now = System.nanoTime();
            if (now > talkUntil && waiting == null) {
                quiet.add(number);
            }
            // The other clients may still finish what they have begun.
            return now > listenUntil || (quiet.size() == VerifyDelivery.this.number("clients", 8) && last >= newest());
        }

        private WebSocket connect() throws Exception {
            URI url = urls.get(random.nextInt(urls.size()));
            String scheme = url.getScheme().equals("https") ? "wss" : "ws";
            WebSocket socket = http.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .buildAsync(URI.create(scheme + "://" + url.getAuthority() + "/api/chat/ws"), this)
                    .get(5, TimeUnit.SECONDS);
            connects.incrementAndGet();
            send(socket, "{\"type\":\"authorization\",\"token\":\"" + token + "\"}");
            send(
                    socket,
                    "{\"type\":\"connect\",\"room_id\":\"" + room + "\"" + (last < 0 ? "" : ",\"after_seq\":" + last)
                            + "}");
            return socket;
        }

        private void talk(WebSocket socket) throws Exception {
            long seconds = Math.max(1, VerifyDelivery.this.number("disconnect-every", 3));
            long end = System.nanoTime() + (long) (-Math.log(1 - random.nextDouble()) * seconds * 1e9);
            long pace = 1_000_000_000L / Math.max(1, VerifyDelivery.this.number("rate", 10));
            long next = System.nanoTime();
            boolean connected = false;
            long sentAt = 0;
            while (!finished()) {
                long now = System.nanoTime();
                boolean talks = now < talkUntil;
                if (talks && now > end) {
                    return;
                }
                if (connected && waiting != null && sentAt == 0) {
                    // It is unknown whether the message was stored.
                    say(socket);
                    sentAt = now;
                } else if (connected && waiting == null && talks && now >= next) {
                    waiting = run + "-" + number + "-" + said++;
                    say(socket);
                    sentAt = now;
                    next = now + pace;
                } else if (waiting != null
                        && sentAt > 0
                        && now - sentAt > Duration.ofSeconds(5).toNanos()) {
                    return;
                }
                String frame = frames.poll(20, TimeUnit.MILLISECONDS);
                if (frame == null) {
                    if (socket.isInputClosed()) {
                        return;
                    }
                    continue;
                }
                switch (field(frame, "type")) {
                    case "connected" -> {
                        connected = true;
                        if (last < 0) {
                            last = Long.parseLong(field(frame, "last_seq"));
                        }
                    }
                    case "message" -> message(frame);
                    case "error" -> {
                        if (field(frame, "code").equals("history_gap")) {
                            gaps.incrementAndGet();
                            last = Long.parseLong(field(frame, "last_seq"));
                        } else if (!connected) {
                            return;
                        } else {
                            pause(100);
                            sentAt = 0;
                        }
                    }
                    default -> {}
                }
            }
        }

        private void message(String frame) {
            received.incrementAndGet();
            if (++heard == VerifyDelivery.this.number("messages", Long.MAX_VALUE)
                    && satisfied.add(number)
                    && satisfied.size() == VerifyDelivery.this.number("clients", 8)
                    && System.nanoTime() < talkUntil) {
                talkUntil(System.nanoTime());
            }
            long seq = Long.parseLong(field(frame, "seq"));
            String id = field(frame, "id");
            String mine = field(frame, "client_message_id");
            String before = seen.putIfAbsent(seq, id);
            if (before != null && !before.equals(id)) {
                faults.add("message " + seq + " was seen as " + before + " and as " + id);
            }
            boolean repeat = answered.containsKey(mine) || (mine.equals(waiting) && seq <= last);
            if (seq == last + 1) {
                last = seq;
            } else if (seq > last + 1) {
                faults.add("client " + number + " got " + seq + " after " + last);
                last = seq;
            } else if (!repeat) {
                faults.add("client " + number + " got " + seq + " again or late, after " + last);
            }
            if (mine.equals(waiting)) {
                acknowledged.add(waiting);
                answered.put(mine, seq);
                waiting = null;
            }
        }

        private void say(WebSocket socket) throws Exception {
            send(
                    socket,
                    "{\"type\":\"message\",\"room_id\":\"" + room + "\",\"content\":\"" + waiting
                            + "\",\"client_message_id\":\"" + waiting + "\"}");
        }

        private void send(WebSocket socket, String json) throws Exception {
            socket.sendText(json, true).get(5, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                frames.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            socket.abort();
        }
    }

    private long newest() {
        return seen.isEmpty() ? -1 : seen.lastKey();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** The value of the first field with this name, empty if there is none. Quotes in values are escaped, so they can't be mistaken for fields. */
    private static String field(String json, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([0-9]+))")
                .matcher(json);
        return !value.find() ? "" : value.group(1) != null ? value.group(1) : value.group(2);
    }

    private String get(String path) throws Exception {
        HttpResponse<String> response = send(path, request -> request.header("Authorization", "Bearer " + token));
        if (response.statusCode() != 200) {
            throw new IllegalStateException("GET " + path + " was answered with " + response.statusCode());
        }
        return response.body();
    }

    private String login() throws Exception {
        String body = "{\"email\":\"" + required("email") + "\",\"password\":\"" + required("password") + "\"}";
        HttpResponse<String> response = send(
                "/api/auth/login",
                request -> request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the login was answered with " + response.statusCode());
        }
        return field(response.body(), "token");
    }

    /** Asks one node after the other until one of them answers, with another status than 503. */
    private HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> how) throws Exception {
        long end =
                System.nanoTime() + Duration.ofSeconds(number("patience", 30)).toNanos();
        for (int i = urls.size() - 1; ; i = (i + urls.size() - 1) % urls.size()) {
            try {
                HttpResponse<String> response = http.send(
                        how.apply(HttpRequest.newBuilder(urls.get(i).resolve(path))
                                        .timeout(Duration.ofSeconds(5)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 503 || System.nanoTime() > end) {
                    return response;
                }
            } catch (IOException away) {
                if (System.nanoTime() > end) {
                    throw new IOException("no node answers " + path, away);
                }
            }
            pause(200);
        }
    }

    private String required(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    private String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    private long number(String name, long otherwise) {
        return Long.parseLong(option(name, Long.toString(otherwise)));
    }

    private static SSLContext trustingAnybody() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager anybody = new X509ExtendedTrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        context.init(null, new TrustManager[] {anybody}, new SecureRandom());
        return context;
    }
}
