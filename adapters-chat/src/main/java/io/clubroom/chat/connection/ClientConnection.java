package io.clubroom.chat.connection;

import io.clubroom.application.chat.live.Action;
import io.clubroom.application.chat.live.After;
import io.clubroom.chat.Bounds;
import io.clubroom.chat.ChatSettings;
import io.clubroom.chat.dispatch.ChatDispatcher;
import io.clubroom.chat.dispatch.ChatSubscription;
import io.clubroom.chat.dispatch.ReadingQueue;
import io.clubroom.chat.dispatch.Receiver;
import io.clubroom.chat.feed.FeedConnection;
import io.clubroom.chat.feed.FeedDispatcher;
import io.clubroom.chat.feed.FeedReceiver;
import io.clubroom.chat.frame.ClientFrame;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameReader;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.Protocol;
import io.clubroom.chat.frame.RefusedFrame;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.moderation.Reason;
import io.clubroom.domain.validation.InvalidValue;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server side of the chat protocol for one client. Frames are handled in order: a frame waits until the outcome of the previous one is
 * known. Methods must be called on the event loop of the channel unless they say otherwise.
 */
final class ClientConnection implements WebSocketConnection.Listener, Receiver, FeedReceiver {
    private static final long AUTHENTICATION_TIMEOUT = Duration.ofSeconds(10).toNanos();

    /** The authenticated user. */
    private record Session(VerifiedToken token, Participant user) {}

    private final WebSocketConnection socket;
    private final Connections connections;
    private final Authentication authentication;
    private final Reporting reporting;
    private final TypingNotices typingNotices;
    private final ReadingQueue readings;
    private final ChatDispatcher dispatcher;
    private final FeedDispatcher feeds;
    private final ChatMetrics metrics;
    private final @Nullable String upgradeToken;
    private final long openedAt;
    private final FrameBudget budget;

    /** The negotiated version of the protocol; null if the client has not asked for one. It never decreases. */
    private @Nullable Integer protocol;

    private volatile @Nullable Session session;

    /** Null until the client has authenticated and uses protocol 2. */
    private @Nullable FeedConnection feed;

    /** Confined to the thread of {@link Connections}. */
    private boolean closesForMemory;

    /** Confined to the thread of {@link Connections}. */
    private boolean abortsForMemory;

    /** Whether the outcome of the current frame is pending. */
    private boolean busy;

    /** Whether reading is paused because the client has exceeded its frame budget. */
    private boolean paused;

    /** Whether reading is stopped until the waiting frames have been handled. */
    private boolean queueFull;

    private @Nullable Deque<Runnable> waiting;
    private @Nullable Map<RoomId, ChatSubscription> subscriptions;

    /** The subscription whose connect or disconnect is pending; null if there is none. */
    private @Nullable ChatSubscription pending;

    ClientConnection(
            Connections connections,
            ChatSettings settings,
            Authentication authentication,
            Reporting reporting,
            TypingNotices typingNotices,
            ReadingQueue readings,
            ChatDispatcher dispatcher,
            FeedDispatcher feeds,
            ChatMetrics metrics,
            Channel channel,
            @Nullable String upgradeToken,
            @Nullable Integer upgradeProtocol,
            Duration firstPing) {
        this.socket = new WebSocketConnection(channel, settings.outboundLimitBytes(), firstPing, this);
        this.connections = connections;
        this.authentication = authentication;
        this.reporting = reporting;
        this.typingNotices = typingNotices;
        this.readings = readings;
        this.dispatcher = dispatcher;
        this.feeds = feeds;
        this.metrics = metrics;
        this.openedAt = socket.now();
        this.upgradeToken = upgradeToken;
        this.protocol = upgradeProtocol;
        this.budget = new FrameBudget(settings.messagesPerSecond(), openedAt);
    }

    WebSocketConnection socket() {
        return socket;
    }

    @Override
    public void onOpen() {
        connections.add(this);
        if (upgradeToken != null) {
            authenticate(upgradeToken, true);
        }
    }

    // Inbound

    @Override
    public boolean onPing() {
        return isWithinBudget(budget.tryAcquire(socket.now()));
    }

    @Override
    public void onIncomplete(int change) {
        connections.hold(this, change);
    }

    /** Pauses reading when the budget is exhausted: rejecting frames costs nearly as much as handling them. */
    private boolean isWithinBudget(boolean acquired) {
        if (!acquired && !paused) {
            paused = true;
            updateReading();
            eventLoop().schedule(this::resumeReading, Bounds.PAUSE_SECONDS, TimeUnit.SECONDS);
        }
        return acquired;
    }

    private void resumeReading() {
        paused = false;
        updateReading();
    }

    private void updateReading() {
        socket.setReading(socket.isClosing() || (!paused && !queueFull));
    }

    @Override
    public void onBinary(ByteBuf content) {
        rejectInOrder(ServerFrame.Failed.of(
                isWithinBudget(budget.tryAcquire(socket.now()))
                        ? ErrorCode.BINARY_NOT_SUPPORTED
                        : ErrorCode.RATE_LIMITED));
    }

    @Override
    public void onText(String text) {
        ClientFrame frame;
        try {
            frame = FrameReader.read(text, currentProtocol());
        } catch (RefusedFrame refused) {
            ServerFrame.Failed answer = refused.answer();
            if (!isWithinBudget(budget.tryAcquire(socket.now()))) {
                rejectInOrder(ServerFrame.Failed.of(ErrorCode.RATE_LIMITED, answer.room(), answer.clientMessageId()));
            } else if (refused.isForgiven()) {
                inOrder(() -> send(answer));
            } else {
                rejectInOrder(answer);
            }
            return;
        }
        if (isWithinBudget(budget.tryAcquire(frame, socket.now()))) {
            // Immediately, because the following frames are parsed before this one is handled.
            useProtocol(frame.protocol());
            inOrder(() -> handle(frame));
        } else if (!(frame instanceof ClientFrame.Typing)) {
            rejectInOrder(ServerFrame.Failed.of(ErrorCode.RATE_LIMITED, frame.room(), frame.clientMessageId()));
        }
    }

    private int currentProtocol() {
        return protocol == null ? Protocol.FIRST : protocol;
    }

    /** Switches to a higher version of the protocol, also for existing subscriptions. Ignored if the version is not higher. */
    private void useProtocol(@Nullable Integer asked) {
        if (asked == null || (protocol != null && protocol >= asked)) {
            return;
        }
        protocol = asked;
        if (subscriptions != null) {
            subscriptions.values().forEach(subscription -> subscription.speak(asked));
        }
        if (pending != null) {
            pending.speak(asked);
        }
        openFeed();
    }

    /** Opens the feed, which in protocol 2 notifies the client of events in all rooms of its user. */
    private void openFeed() {
        Session present = session;
        if (feed != null || present == null || currentProtocol() == Protocol.FIRST) {
            return;
        }
        FeedConnection opened = new FeedConnection(present.token().bearer(), this);
        feed = opened;
        feeds.open(opened);
        if (subscriptions != null) {
            subscriptions.keySet().forEach(room -> feeds.entered(opened, room));
        }
    }

    private void rejectInOrder(ServerFrame.Failed answer) {
        inOrder(() -> reject(answer));
    }

    /** Runs the action now, or after the waiting frames. */
    private void inOrder(Runnable action) {
        // Waiting frames come first even if nothing is pending: handleWaiting is about to run.
        if (!busy && waiting == null) {
            action.run();
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(action);
        if (waiting.size() >= Bounds.WAITING_FRAMES) {
            queueFull = true;
            updateReading();
        }
    }

    /** Sends an error; closes the connection if the client has not authenticated yet. */
    private void reject(ServerFrame.Failed answer) {
        if (session == null) {
            close(CloseCode.NOT_AUTHENTICATED, answer);
        } else {
            send(answer);
        }
    }

    private void handleWaiting() {
        while (!busy && !socket.isClosing() && waiting != null) {
            Runnable action = waiting.poll();
            if (action == null) {
                waiting = null;
                queueFull = false;
                updateReading();
                return;
            }
            try {
                action.run();
            } catch (RuntimeException bug) {
                // The remaining frames would never be handled.
                socket.fail(bug);
                return;
            }
        }
    }

    private void handle(ClientFrame frame) {
        Session present = session;
        if (frame instanceof ClientFrame.Authorization(String token, Integer _)) {
            authenticate(token, false);
        } else if (present == null) {
            close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.NOT_AUTHENTICATED));
        } else {
            try {
                handle(frame, present);
            } catch (RefusedFrame refused) {
                send(refused.answer());
            }
        }
    }

    private void handle(ClientFrame frame, Session present) throws RefusedFrame {
        switch (frame) {
            case ClientFrame.Authorization _ -> throw new IllegalStateException("Handled before");
            case ClientFrame.Connect connect -> {
                RoomId room = connect.room();
                requireUser(connect.userId(), room, present);
                ChatSubscription subscription = subscriptions == null ? null : subscriptions.get(room);
                if (subscription == null) {
                    subscription = new ChatSubscription(
                            this, room, present.token().bearer(), present.user(), currentProtocol());
                }
                waitFor(subscription);
                dispatcher.subscribe(subscription, after(connect));
            }
            case ClientFrame.Change change -> change(change);
            case ClientFrame.Report report -> report(report, present);
            case ClientFrame.Disconnect(var userId, var room) -> {
                requireUser(userId, room, present);
                ChatSubscription subscription = requireSubscription(room, null);
                waitFor(subscription);
                dispatcher.unsubscribe(subscription);
            }
            case ClientFrame.Typing(var room) -> typingNotices.type(requireSubscription(room, null));
            case ClientFrame.Read(var room, long seq, var id) -> {
                if (!readings.add(requireSubscription(room, id), id, seq)) {
                    throw refused(ErrorCode.OVERLOADED, room, id);
                }
            }
            case ClientFrame.Ping() -> send(new ServerFrame.Pong());
        }
    }

    private static @Nullable After after(ClientFrame.Connect connect) {
        if (connect.afterChange() != null) {
            return new After.AfterChange(connect.afterChange());
        }
        return connect.afterSeq() == null ? null : new After.AfterSeq(connect.afterSeq());
    }

    private void change(ClientFrame.Change frame) throws RefusedFrame {
        RoomId room = frame.room();
        ClientMessageId id = frame.clientMessageId();
        ChatSubscription subscription = requireSubscription(room, id);
        Action action;
        try {
            action = action(frame);
        } catch (InvalidValue invalid) {
            throw new RefusedFrame(
                    frame instanceof ClientFrame.React ? ErrorCode.INVALID_EMOJI : ErrorCode.INVALID_CONTENT,
                    invalid.field() + " " + invalid.reason(),
                    room,
                    id);
        }
        if (!dispatcher.change(subscription, action, id)) {
            throw refused(ErrorCode.OVERLOADED, room, id);
        }
    }

    private static Action action(ClientFrame.Change frame) {
        return switch (frame) {
            case ClientFrame.Publish post ->
                new Action.Post(
                        post.files().isEmpty()
                                ? MessageText.of(post.content())
                                : MessageText.ofMessageWithFiles(post.content()),
                        post.files(),
                        post.replyTo());
            // Only the store knows whether the message has files, so it checks that the text is not empty.
            case ClientFrame.Edit edit ->
                new Action.Edit(edit.message(), MessageText.ofMessageWithFiles(edit.content()));
            case ClientFrame.Delete delete -> new Action.Delete(delete.message());
            case ClientFrame.React react -> new Action.React(react.message(), Emoji.of(react.emoji()), react.removed());
        };
    }

    private void report(ClientFrame.Report frame, Session present) throws RefusedFrame {
        requireSubscription(frame.room(), frame.clientMessageId());
        Reason reason;
        try {
            reason = Reason.of(frame.reason());
        } catch (InvalidValue invalid) {
            throw new RefusedFrame(
                    ErrorCode.INVALID_FRAME,
                    invalid.field() + " " + invalid.reason(),
                    frame.room(),
                    frame.clientMessageId());
        }
        busy = true;
        reporting.report(
                present.token().bearer(),
                frame,
                reason,
                answer -> socket.execute(() -> {
                    busy = false;
                    if (!socket.isClosing()) {
                        send(answer);
                        handleWaiting();
                    }
                }));
    }

    private static void requireUser(@Nullable String userId, RoomId room, Session present) throws RefusedFrame {
        if (userId != null && !userId.equalsIgnoreCase(present.user().id().toString())) {
            throw refused(ErrorCode.USER_ID_MISMATCH, room, null);
        }
    }

    private ChatSubscription requireSubscription(RoomId room, @Nullable ClientMessageId id) throws RefusedFrame {
        ChatSubscription subscription = subscriptions == null ? null : subscriptions.get(room);
        if (subscription == null) {
            throw refused(ErrorCode.NOT_CONNECTED, room, id);
        }
        return subscription;
    }

    private static RefusedFrame refused(ErrorCode code, RoomId room, @Nullable ClientMessageId id) {
        return new RefusedFrame(code, code.message(), room, id);
    }

    /** @param isFromUpgrade whether the token came with the upgrade request, so that the client will not send it again */
    private void authenticate(String token, boolean isFromUpgrade) {
        busy = true;
        authentication.authenticate(
                token,
                result -> socket.execute(() -> {
                    busy = false;
                    if (!socket.isClosing()) {
                        authenticated(result, isFromUpgrade);
                        handleWaiting();
                    }
                }));
    }

    private void authenticated(Authentication.Result result, boolean isFromUpgrade) {
        Session before = session;
        switch (result) {
            case Authentication.Result.Authenticated(var token, var user) -> {
                if (before != null && !before.user().id().equals(user.id())) {
                    // A connection may renew its token, but not change its user.
                    send(ServerFrame.Failed.of(ErrorCode.USER_ID_MISMATCH));
                    return;
                }
                if (before == null && !connections.admit(user.id())) {
                    close(CloseCode.TRY_LATER, ServerFrame.Failed.of(ErrorCode.TOO_MANY_CONNECTIONS));
                    return;
                }
                session = new Session(token, user);
                // Before the client receives `authenticated`, so that it misses no event after that.
                openFeed();
                send(new ServerFrame.Authenticated(user.id(), protocol));
                connections.authenticated(this);
            }
            case Authentication.Result.InvalidToken() ->
                close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.INVALID_TOKEN));
            case Authentication.Result.Failed(ErrorCode code) -> {
                if (isFromUpgrade) {
                    close(CloseCode.TRY_LATER, ServerFrame.Failed.of(code));
                } else {
                    send(ServerFrame.Failed.of(code));
                }
            }
        }
    }

    // Outbound

    @Override
    public EventLoop eventLoop() {
        return socket.eventLoop();
    }

    private void send(ServerFrame frame) {
        socket.send(encode(frame), true);
    }

    @Override
    public boolean write(ByteBuf frames, boolean essential) {
        return socket.write(frames, essential);
    }

    @Override
    public boolean writeReplay(ByteBuf frames, @Nullable Runnable written) {
        return socket.writeBeyondLimit(frames, written);
    }

    @Override
    public void flush() {
        socket.flush();
    }

    private ByteBuf encode(ServerFrame frame) {
        return FrameWriter.write(socket.channel().alloc(), frame);
    }

    @Override
    public boolean isIn(RoomId room) {
        return subscriptions != null && subscriptions.containsKey(room);
    }

    @Override
    public void tell(ServerFrame frame) {
        if (!socket.isClosing()) {
            send(frame);
        }
    }

    @Override
    public void subscribed(ChatSubscription subscription) {
        if (subscriptions == null) {
            subscriptions = new HashMap<>(2);
        }
        subscriptions.put(subscription.room(), subscription);
        if (feed != null) {
            feeds.entered(feed, subscription.room());
        }
        answered(subscription);
    }

    @Override
    public void unsubscribed(ChatSubscription subscription) {
        if (subscriptions != null && subscriptions.remove(subscription.room(), subscription) && feed != null) {
            feeds.left(feed, subscription.room());
        }
        answered(subscription);
    }

    private void waitFor(ChatSubscription subscription) {
        pending = subscription;
        busy = true;
    }

    /** Handles the waiting frames if they waited for this subscription. */
    @Override
    public void answered(ChatSubscription subscription) {
        if (pending == subscription) {
            pending = null;
            busy = false;
            if (waiting != null) {
                socket.execute(this::handleWaiting);
            }
        }
    }

    // Closing

    /**
     * Closes the connection if it has not authenticated in time or its token is no longer valid; otherwise checks its liveness. May be
     * called from any thread.
     */
    void check(Instant now, TokenRevocations revocations) {
        if (socket.isClosing()) {
            return;
        }
        Session present = session;
        if (present == null) {
            if (socket.now() - openedAt > AUTHENTICATION_TIMEOUT) {
                socket.execute(() -> {
                    if (session == null) {
                        close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.AUTHENTICATION_TIMEOUT));
                    }
                });
            }
        } else if (!now.isBefore(present.token().expiresAt())
                || revocations.isRevoked(present.token().bearer())) {
            socket.execute(() -> {
                if (session == present) {
                    close(CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.INVALID_TOKEN));
                }
            });
        } else {
            socket.checkLiveness();
        }
    }

    /** Closes the connection because the server is stopping. May be called from any thread. */
    void closeForRestart() {
        socket.execute(() -> socket.close(CloseCode.RESTARTING, null, WebSocketConnection.SHORT_CLOSE_TIMEOUT));
    }

    /**
     * Closes the connection with a short timeout, to free the memory of its backlog. Called by the thread of {@link Connections} only.
     *
     * @return false if this method was called before
     */
    boolean closeForMemory() {
        if (closesForMemory) {
            return false;
        }
        closesForMemory = true;
        socket.execute(socket::closeSoon);
        return true;
    }

    /**
     * Closes the connection immediately, to free the memory of its incomplete message. Called by the thread of {@link Connections} only.
     *
     * @return false if this method was called before
     */
    boolean abortForMemory() {
        if (abortsForMemory) {
            return false;
        }
        abortsForMemory = true;
        socket.execute(this::abort);
        return true;
    }

    @Override
    public void close(CloseCode code, ServerFrame.Failed error) {
        socket.close(code, socket.isClosing() ? null : encode(error), WebSocketConnection.CLOSE_TIMEOUT);
    }

    @Override
    public void abort() {
        socket.channel().close();
    }

    @Override
    public void onClosing(@Nullable CloseCode code) {
        if (code == CloseCode.TOO_SLOW) {
            metrics.slowReaderClosed();
        }
        waiting = null;
        if (feed != null) {
            feeds.close(feed);
            feed = null;
        }
        if (subscriptions != null) {
            subscriptions.values().forEach(this::leave);
            subscriptions = null;
        }
        if (pending != null) {
            leave(pending);
        }
    }

    private void leave(ChatSubscription subscription) {
        if (!subscription.isEnded()) {
            subscription.end();
            dispatcher.unsubscribe(subscription);
        }
    }

    @Override
    public void onClosed() {
        connections.remove(this);
        if (session != null) {
            connections.release(session.user().id());
        }
    }
}
