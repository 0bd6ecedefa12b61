package io.clubroom.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.clubroom.domain.file.FileId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A chat client over the JDK's WebSocket. */
final class Client implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The fields of a frame; numbers as {@link Long}, objects as maps. */
    record Frame(Map<String, Object> fields) {
        String type() {
            return String.valueOf(fields.get("type"));
        }

        @Nullable
        Object get(String field) {
            return fields.get(field);
        }

        long seq() {
            return (Long) fields.get("seq");
        }
    }

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private final boolean reads;

    private Client(URI uri, boolean reads, String... headers) {
        this.reads = reads;
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        this.socket = builder.buildAsync(uri, this).join();
    }

    static Client connect(URI uri, String... headers) {
        return new Client(uri, true, headers);
    }

    /** A client that never reads. */
    static Client stalled(URI uri) {
        return new Client(uri, false);
    }

    /** An authenticated client. */
    static Client signedIn(TestNode node, String token) {
        Client client = connect(node.uri("/api/chat/ws"));
        client.send("{\"type\":\"authorization\",\"token\":\"" + token + "\"}");
        client.expect("authenticated");
        return client;
    }

    /** A client that has entered a room. */
    static Client in(TestNode node, String token, String room) {
        Client client = signedIn(node, token);
        client.enter(room);
        return client;
    }

    Frame enter(String room) {
        return connect("{\"type\":\"connect\",\"room_id\":\"" + room + "\"}");
    }

    /** Sends a frame of type {@code connect} and returns its answer. Activity of rooms that the client is not in may come before it. */
    Frame connect(String json) {
        send(json);
        Frame answer = await(frame -> !frame.type().equals("room_activity"));
        assertThat(answer.type()).as("%s", answer).isEqualTo("connected");
        return answer;
    }

    Client send(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    Client say(String room, String content, @Nullable String id) {
        return send("{\"type\":\"message\",\"room_id\":\"" + room + "\",\"content\":\"" + content + "\""
                + (id == null ? "" : ",\"client_message_id\":\"" + id + "\"") + "}");
    }

    Client sayWithFiles(String room, String content, List<FileId> files, String id) {
        return send("{\"type\":\"message\",\"room_id\":\"" + room + "\",\"content\":\"" + content + "\",\"file_ids\":"
                + files.stream().map(file -> '"' + file.toString() + '"').toList() + ",\"client_message_id\":\"" + id
                + "\"}");
    }

    WebSocket socket() {
        return socket;
    }

    /** The next frame. */
    Frame next() {
        try {
            Frame frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came; closed: " + closed);
            }
            return frame;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next frame, which must be of this type. */
    Frame expect(String type) {
        Frame frame = next();
        assertThat(frame.type()).as("%s", frame).isEqualTo(type);
        return frame;
    }

    /** The next matching frame; others before it are skipped. */
    Frame await(Predicate<Frame> which) {
        while (true) {
            Frame frame = next();
            if (which.test(frame)) {
                return frame;
            }
        }
    }

    /** The next frame of this type; others before it are skipped. */
    Frame await(String type) {
        return await(frame -> frame.type().equals(type));
    }

    /** This many frames of this type; others between them are skipped. */
    List<Frame> await(String type, int count) {
        List<Frame> found = new ArrayList<>();
        while (found.size() < count) {
            found.add(await(type));
        }
        return found;
    }

    /** Sends a ping and returns the frames that arrive before its pong, so all that were pending. */
    List<Frame> drain() {
        send("{\"type\":\"ping\"}");
        List<Frame> before = new ArrayList<>();
        for (Frame frame = next(); !frame.type().equals("pong"); frame = next()) {
            before.add(frame);
        }
        return before;
    }

    void expectError(String code) {
        assertThat(expect("error").get("code")).isEqualTo(code);
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public void onOpen(WebSocket opened) {
        if (reads) {
            opened.request(Long.MAX_VALUE);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.add(new Frame(parse(text.toString())));
            text.setLength(0);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.completeExceptionally(failure);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static Map<String, Object> parse(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            return object(parser);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }
}
