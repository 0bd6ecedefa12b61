package io.clubroom.bootstrap.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A chat client. */
public final class ChatClient implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private ChatClient(HttpClient http, URI uri) {
        this.socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    /** A client that has not sent anything yet. */
    public static ChatClient connect(Api api) {
        return new ChatClient(api.http(), api.socket("/api/chat/ws"));
    }

    /** An authenticated client. */
    public static ChatClient signedIn(Api api) {
        ChatClient client = connect(api);
        client.send("{\"type\":\"authorization\",\"token\":\"%s\"}".formatted(api.token()));
        client.await("authenticated");
        return client;
    }

    /** An authenticated client that has joined the room. */
    public static ChatClient in(Api api, String room) {
        ChatClient client = signedIn(api);
        client.send("{\"type\":\"connect\",\"room_id\":\"%s\"}".formatted(room));
        client.await("connected");
        return client;
    }

    public ChatClient send(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    public ChatClient say(String room, String content, String id) {
        return send("{\"type\":\"message\",\"room_id\":\"%s\",\"content\":\"%s\",\"client_message_id\":\"%s\"}"
                .formatted(room, content, id));
    }

    /** The next frame; fails if none arrives in time. */
    public JsonNode next() {
        try {
            JsonNode frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came; closed: " + closed);
            }
            return frame;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next frame, null if none arrives within this time. */
    public @Nullable JsonNode poll(Duration time) {
        try {
            return frames.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    public JsonNode await(Predicate<JsonNode> which) {
        while (true) {
            JsonNode frame = next();
            if (which.test(frame)) {
                return frame;
            }
        }
    }

    public JsonNode await(String type) {
        return await(frame -> frame.path("type").asText().equals(type));
    }

    /** Waits for the message with this sequence number; returns the numbers of all messages up to and including it. */
    public List<Long> seqsUpTo(long last) {
        List<Long> seqs = new ArrayList<>();
        do {
            seqs.add(await("message").path("seq").asLong());
        } while (seqs.getLast() < last);
        return seqs;
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    public int closeCode() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                frames.add(JSON.readTree(text.toString()));
            } catch (JsonProcessingException notJson) {
                throw new AssertionError(notJson);
            }
            text.setLength(0);
        }
        from.request(1);
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
}
