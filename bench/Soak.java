import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A soak test of a running server: users register, sign in, read, change their data, refresh their tokens and are deleted, while chat clients
 * connect, send, leave and return. Fails if the server's heap, threads or open files grow.
 */
public final class Soak {
    private static final String USAGE = """
            soak --url http://127.0.0.1:8080 --email ADDRESS --password PASSWORD
                [--minutes 10] [--users 2] [--clients 20] [--rate 1] [--pid PID] [--sample-every 60] [--growth 10]

              --users         simulated users at once; each makes three password hashes and forty other calls
              --clients       chat clients at once; each stays connected for five seconds on average
              --rate          messages per second per client
              --pid           the server's process on this machine: prints its heap after a full collection, its threads and its
                              open files every --sample-every seconds (Linux; needs the jcmd of the same JDK)
              --growth        percentage by which heap, threads and files may grow from the first third to the end

            The server must run with RATE_LIMITS=off. Exit status: 0 if no answer was 5xx and nothing grew, 1 if not, 2 if the test
            failed to run.""";

    private static final String PASSWORD = "Soak-password-1";
    private static final Pattern HEAP_USED = Pattern.compile("total (?:reserved )?[0-9]+K.*?used ([0-9]+)K");

    private final Map<String, String> options;
    private final PrintStream out;
    private final URI url;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String run = Long.toHexString(new SecureRandom().nextLong() & 0xFFFFFFFL);
    private final AtomicLong names = new AtomicLong();
    private final Map<String, AtomicLong> answers = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final List<long[]> samples = new ArrayList<>();
    private final String adminToken;
    private volatile long end = Long.MAX_VALUE;

    private Soak(Map<String, String> options, PrintStream out) throws Exception {
        this.options = options;
        this.out = out;
        this.url = URI.create(required("url"));
        this.adminToken = token(login(required("email"), required("password")));
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (!arguments[i].startsWith("--") || arguments[i].equals("--help")) {
                System.out.println(USAGE);
                System.exit(2);
            }
            options.put(arguments[i].substring(2), i + 1 == arguments.length ? "" : arguments[++i]);
        }
        try {
            System.exit(new Soak(options, System.out).soak());
        } catch (IllegalArgumentException | IllegalStateException | IOException unusable) {
            System.out.println("soak: " + unusable.getMessage());
            System.out.println(USAGE);
            System.exit(2);
        }
    }

    private int soak() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number("users", 2); i++) {
            Random random = new Random(i);
            threads.add(Thread.ofPlatform().start(() -> until(() -> live(random))));
        }
        for (int i = 0; i < number("clients", 20); i++) {
            Random random = new Random(1_000 + i);
            String token = token(register());
            threads.add(Thread.ofPlatform().start(() -> until(() -> new Visit(random).visit(token))));
        }
        out.println("   s  heap/KiB  threads  files    calls  connections  acknowledged  received");
        long begin = System.nanoTime();
        end = begin + Duration.ofMinutes(number("minutes", 10)).toNanos();
        long every = Duration.ofSeconds(number("sample-every", 60)).toNanos();
        for (long next = begin; next <= end; next += every) {
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            sample(begin);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        out.println(new TreeMap<>(answers));
        compareSamples();
        faults.stream().limit(20).forEach(fault -> out.println("FAULT " + fault));
        out.println(faults.isEmpty() ? "passed" : faults.size() + " faults");
        return faults.isEmpty() ? 0 : 1;
    }

    private interface Deed {
        void run() throws Exception;
    }

    private void until(Deed deed) {
        while (System.nanoTime() < end) {
            try {
                deed.run();
            } catch (Exception failure) {
                faults.add(failure.toString());
                pause(1_000);
            }
        }
    }

    // The API

    /** One user, from registration to deletion. */
    private void live(Random random) throws Exception {
        String session = register();
        String token = token(session);
        String id = field(session, "id");
        String me = "/api/users/" + id;
        for (int i = 0; i < 4; i++) {
            call("GET", "/api/users/me", token, null, 200);
            call("GET", me, token, null, 200);
            call("PATCH", me, token, "{\"full_name\":\"Changed " + random.nextInt(1_000) + "\"}", 200);
            session = call("POST", "/api/auth/refresh", null, "{\"refresh_token\":\"" + field(session, "refresh_token") + "\"}", 200);
            token = token(session);
            call("GET", "/api/chat/rooms", token, null, 200);
            call("GET", "/api/chat/rooms/general/messages?limit=20", token, null, 200);
            call("GET", "/api/users?limit=20&q=" + random.nextInt(100), adminToken, null, 200);
            call("GET", "/api/users/statistics", adminToken, null, 200);
            call("GET", me, null, null, 401);
            call("PATCH", me, token, "{\"phone_number\":7}", 400);
        }
        call("PUT", me, token, "{\"password\":\"" + PASSWORD + "2\"}", 200);
        call("GET", me, token, null, 401);
        call("DELETE", me, adminToken, null, 204);
        call("GET", me, adminToken, null, 404);
    }

    /** Registers a user and signs it in. Returns the login response. */
    private String register() throws Exception {
        String name = "soak-" + run + "-" + names.incrementAndGet();
        String address = name + "@example.com";
        call("POST", "/api/users", null, "{\"username\":\"" + name + "\",\"email\":\"" + address + "\",\"password\":\"" + PASSWORD + "\",\"full_name\":\"Soak\"}", 201);
        return login(address, PASSWORD);
    }

    private String login(String address, String password) throws Exception {
        return call("POST", "/api/auth/login", null, "{\"email\":\"" + address + "\",\"password\":\"" + password + "\"}", 200);
    }

    private String call(String method, String path, String token, String body, int expected) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        answers.computeIfAbsent(Integer.toString(response.statusCode()), status -> new AtomicLong()).incrementAndGet();
        if (response.statusCode() != expected) {
            throw new IllegalStateException(method + " " + path + " was answered with " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    // The chat

    /** One connection: joins, sends a few messages and leaves, with or without a close frame. */
    private final class Visit implements WebSocket.Listener {
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final Random random;

        Visit(Random random) {
            this.random = random;
        }

        void visit(String token) throws Exception {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(url.toString().replaceFirst("^http", "ws")).resolve("/api/chat/ws"), this)
                    .get(10, TimeUnit.SECONDS);
            try {
                connections.incrementAndGet();
                send(socket, "{\"type\":\"authorization\",\"token\":\"" + token + "\"}");
                await("authenticated", "");
                String room = random.nextBoolean() ? "general" : "support";
                send(socket, "{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
                await("connected", "");
                long stays = System.nanoTime() + (long) (-Math.log(1 - random.nextDouble()) * 5e9);
                while (System.nanoTime() < Math.min(stays, end)) {
                    String name = run + "-" + random.nextLong();
                    send(socket, "{\"type\":\"message\",\"room_id\":\"" + room + "\",\"content\":\"" + name + "\",\"client_message_id\":\"" + name + "\"}");
                    await("message", name);
                    acknowledged.incrementAndGet();
                    send(socket, "{\"type\":\"typing\",\"room_id\":\"" + room + "\"}");
                    pause(1_000 / Math.max(1, number("rate", 1)));
                }
                if (random.nextBoolean()) {
                    send(socket, "{\"type\":\"disconnect\",\"room_id\":\"" + room + "\"}");
                    await("disconnected", "");
                    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
                }
            } finally {
                socket.abort();
            }
        }

        private void await(String type, String name) throws Exception {
            for (String frame = frames.poll(10, TimeUnit.SECONDS); ; frame = frames.poll(10, TimeUnit.SECONDS)) {
                if (frame == null) {
                    throw new IllegalStateException("no frame " + type + " came in 10 seconds");
                }
                received.incrementAndGet();
                String kind = field(frame, "type");
                if (kind.equals("error")) {
                    throw new IllegalStateException("the chat answered " + frame);
                }
                if (kind.equals(type) && field(frame, "client_message_id").equals(name)) {
                    return;
                }
            }
        }

        private void send(WebSocket socket, String json) throws Exception {
            socket.sendText(json, true).get(10, TimeUnit.SECONDS);
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
    }

    // Resources of the server

    private void sample(long begin) throws Exception {
        long[] sample = {TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), 0, 0, 0};
        String pid = options.get("pid");
        if (pid != null) {
            jcmd(pid, "GC.run");
            Matcher heap = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
            while (heap.find()) {
                sample[1] += Long.parseLong(heap.group(1));
            }
            sample[2] = count(Path.of("/proc", pid, "task"));
            sample[3] = count(Path.of("/proc", pid, "fd"));
            samples.add(sample);
        }
        out.printf(
                "%4d  %8d  %7d  %5d  %7d  %11d  %12d  %8d%n",
                sample[0], sample[1], sample[2], sample[3],
                answers.values().stream().mapToLong(AtomicLong::get).sum(), connections.get(), acknowledged.get(), received.get());
    }

    private void compareSamples() {
        if (samples.size() < 6) {
            return;
        }
        String[] what = {"", "heap", "number of threads", "number of open files"};
        int third = samples.size() / 3;
        for (int i = 1; i < what.length; i++) {
            double before = mean(samples.subList(third, 2 * third), i);
            double after = mean(samples.subList(samples.size() - third, samples.size()), i);
            if (after > before * (1 + number("growth", 10) / 100.0)) {
                faults.add("the " + what[i] + " grew from " + Math.round(before) + " to " + Math.round(after));
            }
        }
    }

    private static double mean(List<long[]> some, int index) {
        return some.stream().mapToLong(sample -> sample[index]).average().orElse(0);
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private static String jcmd(String pid, String command) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), pid, command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("jcmd: " + text.strip());
        }
        return text;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static String token(String session) {
        return field(session, "token");
    }

    /** The value of the first field with this name, empty if there is none. Quotes in values are escaped, so they can't be mistaken for fields. */
    private static String field(String json, String name) {
        Matcher value = Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return value.find() ? value.group(1) : "";
    }

    private String required(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    private long number(String name, long otherwise) {
        return Long.parseLong(options.getOrDefault(name, Long.toString(otherwise)));
    }
}
