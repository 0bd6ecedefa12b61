package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.live.After;
import io.clubroom.application.chat.live.Effect;
import io.clubroom.application.chat.live.Input;
import io.clubroom.application.chat.live.Refusal;
import io.clubroom.application.chat.live.RoomEvent;
import io.clubroom.application.chat.live.Subscription;
import io.clubroom.chat.Bounds;
import io.clubroom.chat.frame.ChangeFrames;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.MessageFrames;
import io.clubroom.chat.frame.Protocol;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.frame.Welcome;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
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
    private final Map<Effect.Welcome, ByteBuf> firstWelcomes = new IdentityHashMap<>();
    private final Map<Effect.Welcome, Welcome> secondWelcomes = new IdentityHashMap<>();
    private final Map<List<RoomChange>, Page> firstPages = new IdentityHashMap<>();
    private final Map<List<RoomChange>, ChangeFrames> secondPages = new IdentityHashMap<>();

    /** The messages of a replay in protocol 1 that several clients share. */
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
        firstWelcomes.values().forEach(ByteBuf::release);
        firstWelcomes.clear();
        secondWelcomes.values().forEach(Welcome::release);
        secondWelcomes.clear();
        firstPages.values().forEach(Page::release);
        firstPages.clear();
        secondPages.values().forEach(ChangeFrames::release);
        secondPages.clear();
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
        List<Message> messages = room.speak(Protocol.FIRST) ? messages(deliver.changes()) : List.of();
        MessageFrames first = messages.isEmpty() ? null : MessageFrames.encode(allocator, messages);
        if (first != null) {
            recent.add(first);
        }
        Map<UserId, ByteBuf> authors = first == null ? Map.of() : first.authors(allocator);
        ChangeFrames second = room.speak(Protocol.LATEST) ? ChangeFrames.encode(allocator, deliver.changes()) : null;
        Map<Subscription, Map<Integer, ClientMessageId>> answers = bySubscription(deliver.answers());
        room.forEach((loop, group) ->
                on(loop).add(group.subscriptions, new Delivery(deliver, group, first, authors, second, answers)));
        authors.values().forEach(ByteBuf::release);
        if (first != null) {
            first.release();
        }
        if (second != null) {
            second.release();
        }
    }

    /** Sends changes to the live subscriptions of one event loop. */
    private final class Delivery extends Broadcast {
        private final Effect.Deliver deliver;
        private final RoomSubscribers.Group group;
        private final int messages;
        private final @Nullable ChangeFrames second;
        private final Map<Subscription, Map<Integer, ClientMessageId>> answers;

        /**
         * @param first for protocol 1; null if it is told nothing
         * @param authors the frames for authors in protocol 1
         * @param second for protocol 2; null if nobody spoke it when joining
         */
        Delivery(
                Effect.Deliver deliver,
                RoomSubscribers.Group group,
                @Nullable MessageFrames first,
                Map<UserId, ByteBuf> authors,
                @Nullable ChangeFrames second,
                Map<Subscription, Map<Integer, ClientMessageId>> answers) {
            super(first == null ? Unpooled.EMPTY_BUFFER : first.everybody(), Unpooled.EMPTY_BUFFER, authors);
            this.deliver = deliver;
            this.group = group;
            this.messages = first == null ? 0 : first.count();
            this.second = second;
            this.answers = answers;
            if (second != null) {
                second.retain();
            }
        }

        @Override
        void send(LoopTurn turn) {
            int delivered = 0;
            for (ChatSubscription subscription : group.subscriptions) {
                if (!subscription.live) {
                    continue;
                }
                if (subscription.protocol() != Protocol.FIRST) {
                    turn.write(subscription.receiver(), inSecond(subscription), true);
                    delivered += deliver.changes().size();
                } else if (messages > 0) {
                    turn.write(subscription.receiver(), framesFor(subscription), true);
                    delivered += messages;
                }
            }
            metrics.delivered(delivered);
            if (deliver.committedAt() != null) {
                turn.measureFrom(deliver.committedAt());
            }
        }

        private ByteBuf inSecond(ChatSubscription subscription) {
            UserId user = subscription.user().id();
            Map<Integer, ClientMessageId> ids = answers.getOrDefault(subscription, Map.of());
            if (second != null) {
                return second.forReceiver(allocator, user, ids);
            }
            // It has begun to speak protocol 2 in the room.
            ChangeFrames alone = ChangeFrames.encode(allocator, deliver.changes());
            try {
                return alone.forReceiver(allocator, user, ids);
            } finally {
                alone.release();
            }
        }

        @Override
        public void discard() {
            super.discard();
            if (second != null) {
                second.release();
            }
        }
    }

    /** The ids of the changes that answer each subscription, by the index of the change. */
    private static Map<Subscription, Map<Integer, ClientMessageId>> bySubscription(List<Effect.Answer> answers) {
        if (answers.isEmpty()) {
            return Map.of();
        }
        Map<Subscription, Map<Integer, ClientMessageId>> ids = new IdentityHashMap<>();
        for (Effect.Answer answer : answers) {
            ids.computeIfAbsent(answer.subscription(), _ -> new HashMap<>(2))
                    .put(answer.index(), answer.clientMessageId());
        }
        return ids;
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
        List<Announced> presence = new ArrayList<>(announce.events().size());
        for (RoomEvent event : announce.events()) {
            switch (event) {
                case RoomEvent.Joined(Participant user) -> presence.add(presence(announce.room(), user, true));
                case RoomEvent.Left(Participant user) -> presence.add(presence(announce.room(), user, false));
                case RoomEvent.Typing(Participant user) -> {
                    // In order.
                    announce(room, presence, null);
                    presence.clear();
                    announce(
                            room,
                            List.of(new Announced(user.id(), new ServerFrame.Typing(announce.room(), user))),
                            user.id());
                }
            }
        }
        announce(room, presence, null);
    }

    /** What is announced of a user. */
    private record Announced(UserId user, ServerFrame frame) {}

    private Announced presence(RoomId room, Participant user, boolean joined) {
        return new Announced(
                user.id(), new ServerFrame.Presence(UUID.randomUUID(), room, user, joined, clock.instant()));
    }

    /** @param except a user who is not sent the frames, null if there is none */
    private void announce(RoomSubscribers room, List<Announced> presence, @Nullable UserId except) {
        if (presence.isEmpty()) {
            return;
        }
        List<Announced> announced = List.copyOf(presence);
        ByteBuf frames = FrameWriter.write(
                allocator, announced.stream().map(Announced::frame).toList());
        room.forEach((loop, group) -> on(loop).add(group.subscriptions, new Broadcast(frames, frames, Map.of()) {
            @Override
            void send(LoopTurn turn) {
                for (ChatSubscription subscription : group.subscriptions) {
                    if (subscription.isEnded() || subscription.user().id().equals(except)) {
                        continue;
                    }
                    if (subscription.isShownOthers()) {
                        turn.write(subscription.receiver(), framesFor(subscription), false);
                        continue;
                    }
                    List<ServerFrame> own = of(subscription.user().id(), announced);
                    if (!own.isEmpty()) {
                        turn.write(subscription.receiver(), FrameWriter.write(allocator, own), false);
                    }
                }
            }
        }));
        frames.release();
    }

    private static List<ServerFrame> of(UserId user, List<Announced> announced) {
        return announced.stream()
                .filter(each -> each.user().equals(user))
                .map(Announced::frame)
                .toList();
    }

    /** @param newcomer the only one that is told, null for all in the room */
    void read(RoomSignal.Read read, @Nullable ChatSubscription newcomer) {
        ServerFrame.Read frame = new ServerFrame.Read(read.room(), read.user(), read.seq());
        if (newcomer != null) {
            on(newcomer).add(List.of(newcomer), turn -> {
                if (isToldOf(read, newcomer)) {
                    turn.write(newcomer.receiver(), encode(frame), true);
                }
            });
            return;
        }
        RoomSubscribers room = rooms.get(read.room());
        if (room == null) {
            return;
        }
        ByteBuf second = encode(frame);
        room.forEach((loop, group) -> on(loop).add(
                        group.subscriptions, new Broadcast(Unpooled.EMPTY_BUFFER, second, Map.of()) {
                            @Override
                            void send(LoopTurn turn) {
                                for (ChatSubscription subscription : group.subscriptions) {
                                    if (isToldOf(read, subscription)) {
                                        turn.write(subscription.receiver(), framesFor(subscription), true);
                                    }
                                }
                            }
                        }));
        second.release();
    }

    private static boolean isToldOf(RoomSignal.Read read, ChatSubscription subscription) {
        return !subscription.isEnded()
                && subscription.protocol() != Protocol.FIRST
                && read.audience().includes(read.user(), subscription.user().id());
    }

    void evict(RoomId id) {
        recent.forget(id);
        RoomSubscribers room = rooms.remove(id);
        if (room == null) {
            return;
        }
        metrics.roomLeft();
        ByteBuf first = encode(new ServerFrame.Disconnected(id));
        ByteBuf second = encode(new ServerFrame.Disconnected(id, Departure.DELETED));
        room.forEach((loop, group) -> on(loop).add(group.subscriptions, new Broadcast(first, second, Map.of()) {
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
        first.release();
        second.release();
    }

    /** Sends frames to the subscriptions of one event loop. */
    private abstract static class Broadcast implements LoopTurn.Step {
        private final ByteBuf first;
        private final ByteBuf second;
        private final Map<UserId, ByteBuf> special;

        /** The {@linkplain ChatSubscription#userBit bits} of the users with other frames. */
        private final long specialBits;

        /**
         * @param first in protocol 1
         * @param second in protocol 2
         * @param special other frames for some users in protocol 1
         */
        Broadcast(ByteBuf first, ByteBuf second, Map<UserId, ByteBuf> special) {
            this.first = first.retain();
            this.second = second.retain();
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
            if (subscription.protocol() != Protocol.FIRST) {
                return second.retainedDuplicate();
            }
            return ((specialBits & subscription.userBit) == 0
                            ? first
                            : special.getOrDefault(subscription.user().id(), first))
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
        public void discard() {
            first.release();
            second.release();
            special.values().forEach(ByteBuf::release);
        }
    }

    // To one client

    void subscribed(Effect.Subscribed subscribed) {
        ChatSubscription subscription = (ChatSubscription) subscribed.subscription();
        RoomSubscribers.Group joined = subscription.group == null ? join(subscription) : null;
        ByteBuf welcome = welcome(subscribed, subscription.protocol());
        ServerFrame gap = subscribed.gap() == null ? null : gap(subscribed.gap(), subscribed.welcome());
        if (gap != null) {
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
                turn.write(receiver, welcome, true);
                if (gap != null) {
                    turn.write(receiver, encode(gap), true);
                }
            }

            @Override
            public void discard() {
                welcome.release();
            }
        });
    }

    /** Encoded once a turn for each protocol, but for what each client has read. The buffer belongs to the caller. */
    private ByteBuf welcome(Effect.Subscribed subscribed, int protocol) {
        Effect.Welcome welcome = subscribed.welcome();
        if (protocol == Protocol.FIRST) {
            return firstWelcomes
                    .computeIfAbsent(welcome, _ -> encode(connected(welcome, null)))
                    .retainedDuplicate();
        }
        return secondWelcomes
                .computeIfAbsent(welcome, _ -> Welcome.encode(allocator, connected(welcome, welcome.lastChange())))
                .with(allocator, subscribed.state());
    }

    private static ServerFrame.Connected connected(Effect.Welcome welcome, @Nullable Long lastChange) {
        return new ServerFrame.Connected(
                welcome.room(), welcome.lastSeq(), welcome.members(), welcome.memberCount(), lastChange);
    }

    private static ServerFrame gap(After after, Effect.Welcome welcome) {
        return switch (after) {
            case After.AfterSeq(long seq) -> new ServerFrame.HistoryGap(welcome.room(), seq, welcome.lastSeq());
            case After.AfterChange(long change) ->
                new ServerFrame.ChangeGap(welcome.room(), change, welcome.lastChange());
        };
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
        ChatSubscription subscription = (ChatSubscription) expelled.subscription();
        end(
                subscription,
                new ServerFrame.Disconnected(
                        subscription.room(), subscription.protocol() == Protocol.FIRST ? null : expelled.reason()));
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
        // For who has left the room there is none any more.
        boolean isOutside = rejected.refusal() == Refusal.ROOM_NOT_FOUND && subscription.protocol() != Protocol.FIRST;
        ServerFrame error = ServerFrame.Failed.of(
                isOutside ? ErrorCode.NOT_CONNECTED : code(rejected.refusal()),
                subscription.room(),
                rejected.clientMessageId(),
                rejected.until());
        on(subscription).add(List.of(subscription), turn -> turn.write(subscription.receiver(), encode(error), true));
    }

    void answered(Effect.Answered answered) {
        ChatSubscription subscription = (ChatSubscription) answered.subscription();
        ServerFrame frame = switch (answered.change()) {
            case RoomChange.Posted(long _, Message message)
            when subscription.protocol() == Protocol.FIRST -> new ServerFrame.Posted(message, true);
            default ->
                new ServerFrame.Changed(answered.change(), subscription.user().id(), answered.clientMessageId());
        };
        on(subscription).add(List.of(subscription), turn -> {
            if (!subscription.isEnded()) {
                turn.write(subscription.receiver(), encode(frame), true);
            }
        });
    }

    void replay(Effect.Replay replay) {
        ChatSubscription subscription = (ChatSubscription) replay.subscription();
        ByteBuf frames = replay.changes().isEmpty() ? null : page(replay, subscription);
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

    /** What is replayed, encoded for the client. The buffer belongs to the caller. */
    private ByteBuf page(Effect.Replay replay, ChatSubscription subscription) {
        UserId user = subscription.user().id();
        if (subscription.protocol() == Protocol.FIRST) {
            return firstPage(replay.changes(), user);
        }
        return secondPages
                .computeIfAbsent(replay.changes(), changes -> ChangeFrames.encode(allocator, changes))
                .forReceiver(allocator, user, bySubscription(replay.answers()).getOrDefault(subscription, Map.of()));
    }

    private ByteBuf firstPage(List<RoomChange> changes, UserId user) {
        Page page = firstPages.get(changes);
        if (page == null) {
            page = new Page(MessageFrames.encode(allocator, messages(changes), recent));
            firstPages.put(changes, page);
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
            case MESSAGE_NOT_FOUND -> ErrorCode.MESSAGE_NOT_FOUND;
            case MESSAGE_DELETED -> ErrorCode.MESSAGE_DELETED;
            case FORBIDDEN -> ErrorCode.FORBIDDEN;
            case EDIT_WINDOW_OVER -> ErrorCode.EDIT_WINDOW_OVER;
            case TOO_MANY_REACTIONS -> ErrorCode.TOO_MANY_REACTIONS;
            case CLIENT_MESSAGE_ID_USED -> ErrorCode.CLIENT_MESSAGE_ID_USED;
            case MUTED -> ErrorCode.MUTED;
            case NOT_REACHABLE -> ErrorCode.NOT_REACHABLE;
            case USER_BLOCKED -> ErrorCode.USER_BLOCKED;
            case FAULT -> ErrorCode.INTERNAL_ERROR;
        };
    }
}
