package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.live.After;
import io.clubroom.application.chat.live.Effect;
import io.clubroom.application.chat.live.Input;
import io.clubroom.application.chat.live.Refusal;
import io.clubroom.application.chat.live.RoomEvent;
import io.clubroom.application.chat.live.Subscription;
import io.clubroom.chat.Bounds;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.MessageFrames;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the effects that concern clients: encodes frames, each once for all that receive it, and hands them to the event loops of the
 * receivers. Confined to the dispatcher's thread.
 */
final class Deliveries {
    private final InputQueue inputs;
    private final InstantSource clock;
    private final ChatMetrics metrics;
    private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;

    /** The rooms that have subscribers. */
    private final Map<RoomId, RoomSubscribers> rooms = new HashMap<>();

    private final RecentFrames recent = new RecentFrames(Bounds.ENCODED_MESSAGES, Bounds.ENCODED_BYTES);

    // Of this turn.
    private final Map<EventLoop, LoopTurn> turns = new HashMap<>();
    private final Map<Effect.Welcome, ByteBuf> welcomes = new IdentityHashMap<>();
    private final Map<List<RoomChange>, Page> pages = new IdentityHashMap<>();

    /** The messages of a replay that several clients share. */
    private static final class Page {
        final MessageFrames frames;
        /** The frames for each user who gets the page. */
        final Map<UserId, ByteBuf> users = new HashMap<>();

        Page(MessageFrames frames) {
            this.frames = frames;
        }

        void release() {
            frames.release();
            users.values().forEach(ByteBuf::release);
        }
    }

    Deliveries(InputQueue inputs, InstantSource clock, ChatMetrics metrics) {
        this.inputs = inputs;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Ends the turn: hands it to the event loops. */
    void end() {
        turns.values().forEach(LoopTurn::start);
        turns.clear();
        welcomes.values().forEach(ByteBuf::release);
        welcomes.clear();
        pages.values().forEach(Page::release);
        pages.clear();
    }

    /** Releases what is kept encoded. */
    void close() {
        recent.clear();
    }

    private LoopTurn on(EventLoop loop) {
        return turns.computeIfAbsent(loop, _ -> new LoopTurn(loop, metrics));
    }

    private LoopTurn on(ChatSubscription subscription) {
        return on(subscription.receiver().eventLoop());
    }

    private ByteBuf encode(ServerFrame frame) {
        return FrameWriter.write(allocator, frame);
    }

    // To all in a room

    void deliver(Effect.Deliver deliver) {
        RoomSubscribers room = rooms.get(deliver.room());
        if (room == null) {
            return;
        }
        List<Message> messages = messages(deliver.changes());
        if (messages.isEmpty()) {
            return;
        }
        int count = messages.size();
        MessageFrames frames = MessageFrames.encode(allocator, messages);
        recent.add(frames);
        Map<UserId, ByteBuf> authors = frames.authors(allocator);
        room.forEach((loop, group) -> {
            LoopTurn turn = on(loop);
            turn.add(group.subscriptions, new Broadcast(frames.everybody(), authors) {
                @Override
                void send(LoopTurn onLoop) {
                    int receivers = 0;
                    for (ChatSubscription subscription : group.subscriptions) {
                        if (subscription.live) {
                            onLoop.write(subscription.receiver(), framesFor(subscription), true);
                            receivers++;
                        }
                    }
                    metrics.delivered(receivers * count);
                    if (deliver.committedAt() != null) {
                        onLoop.measureFrom(deliver.committedAt());
                    }
                }
            });
        });
        authors.values().forEach(ByteBuf::release);
        frames.release();
    }

    private static List<Message> messages(List<RoomChange> changes) {
        return changes.stream()
                .filter(RoomChange.Posted.class::isInstance)
                .map(posted -> ((RoomChange.Posted) posted).message())
                .toList();
    }

    void announce(Effect.Announce announce) {
        RoomSubscribers room = rooms.get(announce.room());
        if (room == null) {
            return;
        }
        List<ServerFrame> presence = new ArrayList<>(announce.events().size());
        for (RoomEvent event : announce.events()) {
            switch (event) {
                case RoomEvent.Joined(Participant user) -> presence.add(presence(announce.room(), user, true));
                case RoomEvent.Left(Participant user) -> presence.add(presence(announce.room(), user, false));
                case RoomEvent.Typing(Participant user) -> {
                    // In order.
                    announce(room, presence, null);
                    presence.clear();
                    announce(room, List.of(new ServerFrame.Typing(announce.room(), user)), user.id());
                }
            }
        }
        announce(room, presence, null);
    }

    private ServerFrame presence(RoomId room, Participant user, boolean joined) {
        return new ServerFrame.Presence(UUID.randomUUID(), room, user, joined, clock.instant());
    }

    /** @param except a user who is not sent the frames, null if there is none */
    private void announce(RoomSubscribers room, List<ServerFrame> announced, @Nullable UserId except) {
        if (announced.isEmpty()) {
            return;
        }
        ByteBuf frames = FrameWriter.write(allocator, announced);
        room.forEach((loop, group) -> on(loop).add(group.subscriptions, new Broadcast(frames, Map.of()) {
            @Override
            void send(LoopTurn turn) {
                for (ChatSubscription subscription : group.subscriptions) {
                    if (!subscription.isEnded() && !subscription.user().id().equals(except)) {
                        turn.write(subscription.receiver(), framesFor(subscription), false);
                    }
                }
            }
        }));
        frames.release();
    }

    void evict(RoomId id) {
        recent.forget(id);
        RoomSubscribers room = rooms.remove(id);
        if (room == null) {
            return;
        }
        metrics.roomLeft();
        ByteBuf frames = encode(new ServerFrame.Disconnected(id));
        room.forEach((loop, group) -> on(loop).add(group.subscriptions, new Broadcast(frames, Map.of()) {
            @Override
            void send(LoopTurn turn) {
                for (ChatSubscription subscription : group.subscriptions) {
                    if (!subscription.isEnded()) {
                        subscription.end();
                        turn.write(subscription.receiver(), framesFor(subscription), true);
                        subscription.receiver().unsubscribed(subscription);
                    }
                }
            }
        }));
        frames.release();
    }

    /** Sends frames to the subscriptions of one event loop. */
    private abstract static class Broadcast implements LoopTurn.Step {
        private final ByteBuf frames;
        private final Map<UserId, ByteBuf> special;

        /** The {@linkplain ChatSubscription#userBit bits} of the users with other frames. */
        private final long specialBits;

        /** @param special other frames for some users */
        Broadcast(ByteBuf frames, Map<UserId, ByteBuf> special) {
            this.frames = frames.retain();
            this.special = special;
            long bits = 0;
            for (Map.Entry<UserId, ByteBuf> other : special.entrySet()) {
                other.getValue().retain();
                bits |= ChatSubscription.bit(other.getKey());
            }
            this.specialBits = bits;
        }

        /** Runs on the event loop. */
        abstract void send(LoopTurn turn);

        /** The buffer belongs to the caller. */
        final ByteBuf framesFor(ChatSubscription subscription) {
            return ((specialBits & subscription.userBit) == 0
                            ? frames
                            : special.getOrDefault(subscription.user().id(), frames))
                    .retainedDuplicate();
        }

        @Override
        public final void run(LoopTurn turn) {
            try {
                send(turn);
            } finally {
                discard();
            }
        }

        @Override
        public final void discard() {
            frames.release();
            special.values().forEach(ByteBuf::release);
        }
    }

    // To one client

    void subscribed(Effect.Subscribed subscribed) {
        ChatSubscription subscription = (ChatSubscription) subscribed.subscription();
        RoomSubscribers.Group joined = subscription.group == null ? join(subscription) : null;
        ByteBuf welcome =
                welcomes.computeIfAbsent(subscribed.welcome(), this::encode).retain();
        Long gapAfter = subscribed.gap() instanceof After.AfterSeq(long seq) ? (Long) seq : null;
        if (gapAfter != null) {
            metrics.historyGap();
        } else if (!subscribed.live()) {
            metrics.replayBegun();
        }
        on(subscription).add(List.of(subscription), new LoopTurn.Step() {
            @Override
            public void run(LoopTurn turn) {
                if (joined != null) {
                    joined.add(subscription);
                }
                // The client may have gone meanwhile.
                if (subscription.isEnded()) {
                    welcome.release();
                    return;
                }
                Receiver receiver = subscription.receiver();
                receiver.subscribed(subscription);
                subscription.live = subscribed.live();
                turn.write(receiver, welcome.duplicate(), true);
                if (gapAfter != null) {
                    turn.write(
                            receiver,
                            encode(new ServerFrame.HistoryGap(
                                    subscription.room(),
                                    gapAfter,
                                    subscribed.welcome().lastSeq())),
                            true);
                }
            }

            @Override
            public void discard() {
                welcome.release();
            }
        });
    }

    private ByteBuf encode(Effect.Welcome welcome) {
        return encode(
                new ServerFrame.Connected(welcome.room(), welcome.lastSeq(), welcome.members(), welcome.memberCount()));
    }

    private RoomSubscribers.Group join(ChatSubscription subscription) {
        RoomSubscribers room = rooms.get(subscription.room());
        if (room == null) {
            room = new RoomSubscribers();
            rooms.put(subscription.room(), room);
            metrics.roomOccupied();
        }
        return room.join(subscription);
    }

    /** Returns the group from which the subscription must be removed on the event loop, null if it was in none. */
    private RoomSubscribers.@Nullable Group leave(ChatSubscription subscription) {
        RoomSubscribers.Group group = subscription.group;
        RoomSubscribers room = rooms.get(subscription.room());
        if (group == null || room == null) {
            return null;
        }
        room.leave(subscription, group);
        if (room.isEmpty()) {
            rooms.remove(subscription.room());
            recent.forget(subscription.room());
            metrics.roomLeft();
        }
        return group;
    }

    void unsubscribed(ChatSubscription subscription) {
        end(subscription, new ServerFrame.Disconnected(subscription.room()));
    }

    void expelled(Effect.Expelled expelled) {
        unsubscribed((ChatSubscription) expelled.subscription());
    }

    void refused(Effect.Refused refused) {
        ChatSubscription subscription = (ChatSubscription) refused.subscription();
        ServerFrame error = ServerFrame.Failed.of(code(refused.refusal()), subscription.room());
        if (!refused.remains()) {
            end(subscription, error);
            return;
        }
        on(subscription).add(List.of(subscription), turn -> {
            if (!subscription.isEnded()) {
                turn.write(subscription.receiver(), encode(error), true);
                subscription.receiver().answered(subscription);
            }
        });
    }

    private void end(ChatSubscription subscription, ServerFrame reason) {
        RoomSubscribers.Group left = leave(subscription);
        on(subscription).add(List.of(subscription), turn -> {
            if (left != null) {
                left.remove(subscription);
            }
            // The room may have been closed meanwhile, or the connection; then the client knows already.
            if (!subscription.isEnded()) {
                subscription.end();
                turn.write(subscription.receiver(), encode(reason), true);
                subscription.receiver().unsubscribed(subscription);
            }
        });
    }

    void rejected(Effect.Rejected rejected) {
        if (rejected.refusal() == Refusal.NO_SUCH_USER) {
            disconnect(new Effect.Disconnect(rejected.subscription(), rejected.refusal()));
            return;
        }
        ChatSubscription subscription = (ChatSubscription) rejected.subscription();
        ServerFrame error =
                ServerFrame.Failed.of(code(rejected.refusal()), subscription.room(), rejected.clientMessageId());
        on(subscription).add(List.of(subscription), turn -> turn.write(subscription.receiver(), encode(error), true));
    }

    void answered(Effect.Answered answered) {
        if (!(answered.change() instanceof RoomChange.Posted(long _, Message message))) {
            return;
        }
        ChatSubscription subscription = (ChatSubscription) answered.subscription();
        on(subscription).add(List.of(subscription), turn -> {
            if (!subscription.isEnded()) {
                turn.write(subscription.receiver(), encode(new ServerFrame.Posted(message, true)), true);
            }
        });
    }

    void replay(Effect.Replay replay) {
        ChatSubscription subscription = (ChatSubscription) replay.subscription();
        ByteBuf frames = replay.changes().isEmpty()
                ? null
                : page(replay.changes(), subscription.user().id());
        on(subscription).add(List.of(subscription), new LoopTurn.Step() {
            @Override
            public void run(LoopTurn turn) {
                if (subscription.isEnded()) {
                    discard();
                    return;
                }
                subscription.live = replay.last();
                metrics.replayed(replay.changes().size());
                Runnable next =
                        replay.last() ? null : () -> inputs.add(new Input.Replayed(subscription, replay.replay()));
                if (frames != null) {
                    turn.writeReplay(subscription.receiver(), frames, next);
                } else if (next != null) {
                    next.run();
                }
            }

            @Override
            public void discard() {
                if (frames != null) {
                    frames.release();
                }
            }
        });
    }

    /** The messages, encoded for a user. The buffer belongs to the caller. */
    private ByteBuf page(List<RoomChange> changes, UserId user) {
        Page page = pages.get(changes);
        if (page == null) {
            page = new Page(MessageFrames.encode(allocator, messages(changes), recent));
            pages.put(changes, page);
            if (page.frames.isNew()) {
                recent.add(page.frames);
            }
        }
        MessageFrames frames = page.frames;
        return page.users
                .computeIfAbsent(user, id -> frames.forUser(allocator, id))
                .retainedDuplicate();
    }

    void disconnect(Effect.Disconnect disconnect) {
        ChatSubscription subscription = (ChatSubscription) disconnect.subscription();
        Receiver receiver = subscription.receiver();
        on(subscription)
                .add(
                        List.of(subscription),
                        disconnect.refusal() == Refusal.NO_SUCH_USER
                                ? _ -> receiver.close(
                                        CloseCode.NOT_AUTHENTICATED, ServerFrame.Failed.of(ErrorCode.INVALID_TOKEN))
                                : _ -> receiver.close(
                                        CloseCode.TRY_LATER,
                                        ServerFrame.Failed.of(code(disconnect.refusal()), subscription.room())));
    }

    /** Closes the connections that an effect concerns, because it could not be carried out. They return and miss nothing. */
    void abort(Effect effect) {
        switch (effect) {
            case Effect.Deliver deliver -> {
                RoomSubscribers room = rooms.get(deliver.room());
                if (room != null) {
                    room.forEach((loop, group) -> on(loop).add(
                                    group.subscriptions,
                                    _ -> group.subscriptions.forEach(subscription ->
                                            subscription.receiver().abort())));
                }
            }
            case Effect.Subscribed subscribed -> abort(subscribed.subscription());
            case Effect.Refused refused -> abort(refused.subscription());
            case Effect.Unsubscribed unsubscribed -> abort(unsubscribed.subscription());
            case Effect.Rejected rejected -> abort(rejected.subscription());
            case Effect.Answered answered -> abort(answered.subscription());
            case Effect.Expelled expelled -> abort(expelled.subscription());
            case Effect.Replay replay -> abort(replay.subscription());
            default -> {}
        }
    }

    private void abort(Subscription aborted) {
        ChatSubscription subscription = (ChatSubscription) aborted;
        on(subscription).add(List.of(subscription), _ -> subscription.receiver().abort());
    }

    private static ErrorCode code(Refusal refusal) {
        return switch (refusal) {
            case ROOM_NOT_FOUND -> ErrorCode.ROOM_NOT_FOUND;
            case FILE_NOT_FOUND -> ErrorCode.FILE_NOT_FOUND;
            case NO_SUCH_USER -> ErrorCode.INVALID_TOKEN;
            case OVERLOADED -> ErrorCode.OVERLOADED;
            case UNAVAILABLE -> ErrorCode.UNAVAILABLE;
            case INVALID_CONTENT -> ErrorCode.INVALID_CONTENT;
            case MESSAGE_NOT_FOUND,
                    MESSAGE_DELETED,
                    FORBIDDEN,
                    EDIT_WINDOW_OVER,
                    TOO_MANY_REACTIONS,
                    CLIENT_MESSAGE_ID_USED,
                    MUTED,
                    NOT_REACHABLE,
                    USER_BLOCKED,
                    FAULT -> ErrorCode.INTERNAL_ERROR;
        };
    }
}
