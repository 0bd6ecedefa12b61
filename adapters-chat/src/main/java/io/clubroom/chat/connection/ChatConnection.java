package io.clubroom.chat.connection;

import io.clubroom.chat.ChatConfiguration;
import io.clubroom.chat.frame.ClientFrame;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameReader;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.RefusedFrame;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.chat.room.ChatRooms;
import io.clubroom.chat.room.Outlet;
import io.clubroom.chat.room.Seat;
import io.clubroom.domain.auth.AccessTokenVerifier.Verified;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.validation.InvalidValue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client, which speaks the chat's protocol. Its frames are dealt with one after the other, the next one when it
 * is known what came of the last.
 */
final class ChatConnection extends WebSocketConnection implements Outlet {
    private static final long TIME_TO_AUTHENTICATE = Duration.ofSeconds(10).toNanos();

    /** So many frames may wait for the one before them; then nothing more is read from the network. */
    private static final int MAX_WAITING = 32;

    /** Who is connected. */
    private record Session(Verified token, Participant user) {}

    private final Connections connections;
    private final Authentication authentication;
    private final ChatRooms rooms;
    private final ChatMetrics metrics;
    private final @Nullable String firstToken;
    private final int outboundLimit;
    private final int messagesPerSecond;
    private final long begin;

    private volatile @Nullable Session session;

    private boolean busy;
    private @Nullable Deque<Runnable> waiting;
    private @Nullable Map<RoomId, Seat> seats;
    /** The seat of which it waits to hear that it is taken, or left; null if it waits for something else, or nothing. */
    private @Nullable Seat unsettled;

    private @Nullable RateLimit messages;
    private @Nullable RateLimit typing;

    ChatConnection(
            Connections connections,
            ChatConfiguration configuration,
            Authentication authentication,
            ChatRooms rooms,
            ChatMetrics metrics,
            Channel channel,
            @Nullable String firstToken) {
        super(channel);
        this.connections = connections;
        this.authentication = authentication;
        this.rooms = rooms;
        this.metrics = metrics;
        this.begin = now();
        this.firstToken = firstToken;
        this.outboundLimit = configuration.outboundLimitBytes();
        this.messagesPerSecond = configuration.messagesPerSecond();
    }

    @Override
    void begin() {
        connections.add(this);
        if (firstToken != null) {
            authenticate(firstToken, true);
        }
    }

    // What the client sends

    @Override
    void binary(ByteBuf content) {
        refuseInTurn(ServerFrame.Failed.of(ErrorCode.BINARY_NOT_SUPPORTED));
    }

    @Override
    void text(String text) {
        ClientFrame frame;
        try {
            frame = FrameReader.read(text);
        } catch (RefusedFrame refused) {
            refuseInTurn(refused.answer());
            return;
        }
        if (isBehind()) {
            await(() -> take(frame));
        } else {
            take(frame);
        }
    }

    private void refuseInTurn(ServerFrame.Failed answer) {
        if (isBehind()) {
            await(() -> refuse(answer));
        } else {
            refuse(answer);
        }
    }

    /** Whether what comes now has to wait: also for what waits already, and is about to be taken. */
    private boolean isBehind() {
        return busy || waiting != null;
    }

    /** Whoever has not authenticated may send nothing else first. */
    private void refuse(ServerFrame.Failed answer) {
        if (session == null) {
            close(CloseCode.NOT_AUTHENTICATED, answer);
        } else {
            send(answer);
        }
    }

    private void await(Runnable turn) {
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(turn);
        if (waiting.size() >= MAX_WAITING) {
            channel.config().setAutoRead(false);
        }
    }

    private void takeWaiting() {
        while (!busy && !isClosing() && waiting != null) {
            Runnable turn = waiting.poll();
            if (turn == null) {
                waiting = null;
                if (!channel.config().isAutoRead()) {
                    channel.config().setAutoRead(true);
                }
                return;
            }
            try {
                turn.run();
            } catch (RuntimeException bug) {
                // As if it had been read just now; nobody would take the others any more.
                channel.pipeline().fireExceptionCaught(bug);
                return;
            }
        }
    }

    private void take(ClientFrame frame) {
        Session present = session;
        if (frame instanceof ClientFrame.Authorization(String token)) {
            authenticate(token, false);
        } else if (present == null) {
            close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.NOT_AUTHENTICATED));
        } else {
            try {
                take(frame, present);
            } catch (RefusedFrame refused) {
                send(refused.answer());
            }
        }
    }

    private void take(ClientFrame frame, Session present) throws RefusedFrame {
        switch (frame) {
            case ClientFrame.Authorization _ -> throw new IllegalStateException("dealt with before");
            case ClientFrame.Connect(var userId, var room, var afterSeq) -> {
                requireUser(userId, room, present);
                Seat seat = seats == null ? null : seats.get(room);
                if (seat == null) {
                    seat = new Seat(this, room, present.token().bearer(), present.user());
                }
                waitFor(seat);
                rooms.enter(seat, afterSeq);
            }
            case ClientFrame.Say(var content, var room, var id) -> say(content, room, id);
            case ClientFrame.Disconnect(var userId, var room) -> {
                requireUser(userId, room, present);
                Seat seat = requireSeat(room, null);
                waitFor(seat);
                rooms.leave(seat, true);
            }
            case ClientFrame.Typing(var room) -> {
                Seat seat = requireSeat(room, null);
                long now = now();
                if (typing == null) {
                    typing = new RateLimit(messagesPerSecond, now);
                }
                if (typing.passes(now)) {
                    rooms.type(seat);
                }
            }
            case ClientFrame.Ping() -> send(new ServerFrame.Pong());
        }
    }

    private void say(String content, RoomId room, @Nullable ClientMessageId id) throws RefusedFrame {
        Seat seat = requireSeat(room, id);
        long now = now();
        if (messages == null) {
            messages = new RateLimit(messagesPerSecond, now);
        }
        if (!messages.passes(now)) {
            throw refused(ErrorCode.RATE_LIMITED, room, id);
        }
        MessageText text;
        try {
            text = MessageText.of(content);
        } catch (InvalidValue invalid) {
            throw new RefusedFrame(ErrorCode.INVALID_CONTENT, invalid.field() + " " + invalid.reason(), room, id);
        }
        if (!rooms.say(seat, text, id)) {
            throw refused(ErrorCode.OVERLOADED, room, id);
        }
    }

    private static void requireUser(@Nullable String userId, RoomId room, Session present) throws RefusedFrame {
        if (userId != null && !userId.equalsIgnoreCase(present.user().id().toString())) {
            throw refused(ErrorCode.USER_ID_MISMATCH, room, null);
        }
    }

    private Seat requireSeat(RoomId room, @Nullable ClientMessageId id) throws RefusedFrame {
        Seat seat = seats == null ? null : seats.get(room);
        if (seat == null) {
            throw refused(ErrorCode.NOT_CONNECTED, room, id);
        }
        return seat;
    }

    private static RefusedFrame refused(ErrorCode code, RoomId room, @Nullable ClientMessageId id) {
        return new RefusedFrame(code, code.sentence(), room, id);
    }

    private void authenticate(String token, boolean isOnlyChance) {
        busy = true;
        authentication.authenticate(
                token,
                result -> channel.eventLoop().execute(() -> {
                    busy = false;
                    if (!isClosing()) {
                        authenticated(result, isOnlyChance);
                        takeWaiting();
                    }
                }));
    }

    private void authenticated(Authentication.Result result, boolean isOnlyChance) {
        Session before = session;
        switch (result) {
            case Authentication.Result.Known(var token, var user) -> {
                if (before != null && !before.user().id().equals(user.id())) {
                    // The same user may bring a newer token; another one comes over another connection.
                    send(ServerFrame.Failed.of(ErrorCode.USER_ID_MISMATCH));
                    return;
                }
                session = new Session(token, user);
                send(new ServerFrame.Authenticated(user.id()));
                connections.authenticated(this);
            }
            case Authentication.Result.BadToken() ->
                close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.INVALID_TOKEN));
            case Authentication.Result.NotNow(ErrorCode code) -> {
                if (isOnlyChance) {
                    close(CloseCode.TRY_LATER, ServerFrame.Failed.of(code));
                } else {
                    send(ServerFrame.Failed.of(code));
                }
            }
        }
    }

    // What goes to the client

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    private void send(ServerFrame frame) {
        send(FrameWriter.write(channel.alloc(), frame), true);
    }

    @Override
    public void send(ByteBuf frames, boolean essential) {
        if (isClosing()) {
            frames.release();
            return;
        }
        long pending = pendingBytes();
        if (!essential && pending > outboundLimit / 2) {
            frames.release();
        } else if (pending > 0 && pending + frames.readableBytes() > outboundLimit) {
            frames.release();
            metrics.slowReaderClosed();
            close(CloseCode.TOO_SLOW, null, LONG_LAST_WORDS);
        } else {
            write(frames);
        }
    }

    @Override
    public void sendThen(ByteBuf frames, Runnable action) {
        if (isClosing()) {
            frames.release();
        } else {
            writing(frames).addListener(written -> {
                if (written.isSuccess()) {
                    action.run();
                }
            });
        }
    }

    /** What waits for the client to read it; on any thread. */
    long pendingBytes() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public void entered(Seat seat) {
        if (isClosing()) {
            rooms.leave(seat, false);
            return;
        }
        if (seats == null) {
            seats = new HashMap<>(2);
        }
        seats.put(seat.room(), seat);
        settled(seat);
    }

    @Override
    public void left(Seat seat, ServerFrame frame) {
        seat.vacate();
        if (seats != null) {
            seats.remove(seat.room(), seat);
        }
        send(frame, true);
        settled(seat);
    }

    private void send(ServerFrame frame, boolean essential) {
        send(FrameWriter.write(channel.alloc(), frame), essential);
    }

    private void waitFor(Seat seat) {
        unsettled = seat;
        busy = true;
    }

    /** If this is what the client waits for, what it said meanwhile is taken after what is done now. */
    private void settled(Seat seat) {
        if (unsettled == seat) {
            unsettled = null;
            busy = false;
            channel.eventLoop().execute(this::takeWaiting);
        }
    }

    // The end

    /** Looks whether the connection has come to its end; on any thread. */
    void look(Instant now, TokenRevocations revocations) {
        if (isClosing()) {
            return;
        }
        Session present = session;
        if (present == null) {
            if (now() - begin > TIME_TO_AUTHENTICATE) {
                onLoop(() -> {
                    if (session == null) {
                        close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.AUTHENTICATION_TIMEOUT));
                    }
                });
            }
        } else if (!now.isBefore(present.token().expiresAt())
                || revocations.isRevoked(present.user().id(), present.token().tokenVersion())) {
            onLoop(() -> {
                if (session == present) {
                    close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.INVALID_TOKEN));
                }
            });
        } else {
            lookForLife();
        }
    }

    /** The server stops; on any thread. */
    void restarting() {
        onLoop(() -> close(CloseCode.RESTARTING, null, SHORT_LAST_WORDS));
    }

    @Override
    public void close(CloseCode code, ServerFrame frame) {
        close(code, isClosing() ? null : FrameWriter.write(channel.alloc(), frame), LAST_WORDS);
    }

    @Override
    void ending() {
        waiting = null;
        if (seats != null) {
            for (Seat seat : List.copyOf(seats.values())) {
                seat.vacate();
                rooms.leave(seat, false);
            }
            seats = null;
        }
    }

    @Override
    void ended() {
        connections.remove(this);
    }
}
