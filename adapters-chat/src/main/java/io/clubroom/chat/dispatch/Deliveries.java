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
 * Executes the effects that concern clients: encodes each frame once for all its receivers, and hands the frames to the event loops of the
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

    // State of the current turn
    private final Map<EventLoop, LoopTurn> turns = new HashMap<>();
    private final Map<Effect.Welcome, ByteBuf> v1Welcomes = new IdentityHashMap<>();
    private final Map<Effect.Welcome, Welcome> v2Welcomes = new IdentityHashMap<>();
    private final Map<List<RoomChange>, SharedPage> v1Pages = new IdentityHashMap<>();
    private final Map<List<RoomChange>, ChangeFrames> v2Pages = new IdentityHashMap<>();

    /** A page of a replay in protocol 1, shared by several clients. */
    private static final class SharedPage {
        final MessageFrames frames;
        /** The frames for each receiving user. */
        final Map<UserId, ByteBuf> users = new HashMap<>();

        SharedPage(MessageFrames frames) {
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

    /** Ends the turn: submits its tasks to the event loops. */
    void end() {
        turns.values().forEach(LoopTurn::start);
        turns.clear();
        v1Welcomes.values().forEach(ByteBuf::release);
        v1Welcomes.clear();
        v2Welcomes.values().forEach(Welcome::release);
        v2Welcomes.clear();
        v1Pages.values().forEach(SharedPage::release);
        v1Pages.clear();
        v2Pages.values().forEach(ChangeFrames::release);
        v2Pages.clear();
    }

    /** Releases the cached frames. */
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

    // To all subscriptions of a room

    void deliver(Effect.Deliver deliver) {
        RoomSubscribers room = rooms.get(deliver.room());
        if (room == null) {
            return;
        }
        List<Message> messages = room.hasSubscribers(Protocol.FIRST) ? messages(deliver.changes()) : List.of();
        MessageFrames v1 = messages.isEmpty() ? null : MessageFrames.encode(allocator, messages);
        if (v1 != null) {
            recent.add(v1);
        }
        Map<UserId, ByteBuf> authors = v1 == null ? Map.of() : v1.authors(allocator);
        ChangeFrames v2 =
                room.hasSubscribers(Protocol.LATEST) ? ChangeFrames.encode(allocator, deliver.changes()) : null;
        Map<Subscription, Map<Integer, ClientMessageId>> answers = bySubscription(deliver.answers());
        room.forEach((loop, group) ->
                on(loop).add(group.subscriptions, new Delivery(deliver, group, v1, authors, v2, answers)));
        authors.values().forEach(ByteBuf::release);
        if (v1 != null) {
            v1.release();
        }
        if (v2 != null) {
            v2.release();
        }
    }

    /** Sends changes to the live subscriptions of one event loop. */
    private final class Delivery extends Broadcast {
        private final Effect.Deliver deliver;
        private final RoomSubscribers.Group group;
        private final int messages;
        private final @Nullable ChangeFrames v2;
        private final Map<Subscription, Map<Integer, ClientMessageId>> answers;

        /**
         * @param v1 the frames for protocol 1; null if there are none
         * @param authors the frames for the authors in protocol 1
         * @param v2 the frames for protocol 2; null if no subscription used it when joining
         */
        Delivery(
                Effect.Deliver deliver,
                RoomSubscribers.Group group,
                @Nullable MessageFrames v1,
                Map<UserId, ByteBuf> authors,
                @Nullable ChangeFrames v2,
                Map<Subscription, Map<Integer, ClientMessageId>> answers) {
            super(v1 == null ? Unpooled.EMPTY_BUFFER : v1.everybody(), Unpooled.EMPTY_BUFFER, authors);
            this.deliver = deliver;
            this.group = group;
            this.messages = v1 == null ? 0 : v1.count();
            this.v2 = v2;
            this.answers = answers;
            if (v2 != null) {
                v2.retain();
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
                    turn.write(subscription.receiver(), v2FramesFor(subscription), true);
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

        private ByteBuf v2FramesFor(ChatSubscription subscription) {
            UserId user = subscription.user().id();
            Map<Integer, ClientMessageId> ids = answers.getOrDefault(subscription, Map.of());
            if (v2 != null) {
                return v2.forReceiver(allocator, user, ids);
            }
            // The client has switched to protocol 2 since joining, and no frames were encoded for it.
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
            if (v2 != null) {
                v2.release();
            }
        }
    }

    /** The {@code client_message_id}s to include for each subscription, by the index of the change. */
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
        List<Announcement> presence = new ArrayList<>(announce.events().size());
        for (RoomEvent event : announce.events()) {
            switch (event) {
                case RoomEvent.Joined(Participant user) -> presence.add(presence(announce.room(), user, true));
                case RoomEvent.Left(Participant user) -> presence.add(presence(announce.room(), user, false));
                case RoomEvent.Typing(Participant user) -> {
                    // Flush the presence events first, to keep the order.
                    announce(room, presence, null);
                    presence.clear();
                    announce(
                            room,
                            List.of(new Announcement(user.id(), new ServerFrame.Typing(announce.room(), user))),
                            user.id());
                }
            }
        }
        announce(room, presence, null);
    }

    /** A presence or typing frame about a user. */
    private record Announcement(UserId user, ServerFrame frame) {}

    private Announcement presence(RoomId room, Participant user, boolean joined) {
        return new Announcement(
                user.id(), new ServerFrame.Presence(UUID.randomUUID(), room, user, joined, clock.instant()));
    }

    /** @param except a user who does not receive the frames; null for none */
    private void announce(RoomSubscribers room, List<Announcement> presence, @Nullable UserId except) {
        if (presence.isEmpty()) {
            return;
        }
        List<Announcement> announced = List.copyOf(presence);
        ByteBuf frames = FrameWriter.write(
                allocator, announced.stream().map(Announcement::frame).toList());
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
                    List<ServerFrame> own = framesAbout(subscription.user().id(), announced);
                    if (!own.isEmpty()) {
                        turn.write(subscription.receiver(), FrameWriter.write(allocator, own), false);
                    }
                }
            }
        }));
        frames.release();
    }

    private static List<ServerFrame> framesAbout(UserId user, List<Announcement> announced) {
        return announced.stream()
                .filter(each -> each.user().equals(user))
                .map(Announcement::frame)
                .toList();
    }

    /** @param newcomer the only subscription that receives the frame; null for all of the room */
    void read(RoomSignal.Read read, @Nullable ChatSubscription newcomer) {
        ServerFrame.Read frame = new ServerFrame.Read(read.room(), read.user(), read.seq());
        if (newcomer != null) {
            on(newcomer).add(List.of(newcomer), turn -> {
                if (receives(read, newcomer)) {
                    turn.write(newcomer.receiver(), encode(frame), true);
                }
            });
            return;
        }
        RoomSubscribers room = rooms.get(read.room());
        if (room == null) {
            return;
        }
        ByteBuf v2 = encode(frame);
        room.forEach((loop, group) -> on(loop).add(
                        group.subscriptions, new Broadcast(Unpooled.EMPTY_BUFFER, v2, Map.of()) {
                            @Override
                            void send(LoopTurn turn) {
                                for (ChatSubscription subscription : group.subscriptions) {
                                    if (receives(read, subscription)) {
                                        turn.write(subscription.receiver(), framesFor(subscription), true);
                                    }
                                }
                            }
                        }));
        v2.release();
    }

    private static boolean receives(RoomSignal.Read read, ChatSubscription subscription) {
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
        ByteBuf v1 = encode(new ServerFrame.Disconnected(id));
        ByteBuf v2 = encode(new ServerFrame.Disconnected(id, Departure.DELETED));
        room.forEach((loop, group) -> on(loop).add(group.subscriptions, new Broadcast(v1, v2, Map.of()) {
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
        v1.release();
        v2.release();
    }

    /** Sends frames to the subscriptions of one event loop. */
    private abstract static class Broadcast implements LoopTurn.Step {
        private final ByteBuf v1;
        private final ByteBuf v2;
        private final Map<UserId, ByteBuf> personal;

        /** The {@linkplain ChatSubscription#userBit bits} of the users with personal frames. */
        private final long personalBits;

        /**
         * @param v1 the frames for protocol 1
         * @param v2 the frames for protocol 2
         * @param personal the frames for users who receive different ones in protocol 1
         */
        Broadcast(ByteBuf v1, ByteBuf v2, Map<UserId, ByteBuf> personal) {
            this.v1 = v1.retain();
            this.v2 = v2.retain();
            this.personal = personal;
            long bits = 0;
            for (Map.Entry<UserId, ByteBuf> other : personal.entrySet()) {
                other.getValue().retain();
                bits |= ChatSubscription.bit(other.getKey());
            }
            this.personalBits = bits;
        }

        /** Runs on the event loop. */
        abstract void send(LoopTurn turn);

        /** Returns the frames for a subscription. The caller owns the buffer. */
        final ByteBuf framesFor(ChatSubscription subscription) {
            if (subscription.protocol() != Protocol.FIRST) {
                return v2.retainedDuplicate();
            }
            return ((personalBits & subscription.userBit) == 0
                            ? v1
                            : personal.getOrDefault(subscription.user().id(), v1))
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
            v1.release();
            v2.release();
            personal.values().forEach(ByteBuf::release);
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
                // The connection may have closed in the meantime.
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

    /**
     * Encodes the {@code connected} frame, once per turn and protocol except for the read state of each client. The caller owns the buffer.
     */
    private ByteBuf welcome(Effect.Subscribed subscribed, int protocol) {
        Effect.Welcome welcome = subscribed.welcome();
        if (protocol == Protocol.FIRST) {
            return v1Welcomes
                    .computeIfAbsent(welcome, _ -> encode(connected(welcome, null)))
                    .retainedDuplicate();
        }
        return v2Welcomes
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

    /** Returns the group from which the subscription must be removed on the event loop; null if it was in none. */
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
            // The room was deleted or the connection closed in the meantime, so the client knows already.
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
        // The sender is no longer in the room, and protocol 2 has a code for that.
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

    /** Encodes a page of a replay for its client. The caller owns the buffer. */
    private ByteBuf page(Effect.Replay replay, ChatSubscription subscription) {
        UserId user = subscription.user().id();
        if (subscription.protocol() == Protocol.FIRST) {
            return v1Page(replay.changes(), user);
        }
        return v2Pages.computeIfAbsent(replay.changes(), changes -> ChangeFrames.encode(allocator, changes))
                .forReceiver(allocator, user, bySubscription(replay.answers()).getOrDefault(subscription, Map.of()));
    }

    private ByteBuf v1Page(List<RoomChange> changes, UserId user) {
        SharedPage page = v1Pages.get(changes);
        if (page == null) {
            page = new SharedPage(MessageFrames.encode(allocator, messages(changes), recent));
            v1Pages.put(changes, page);
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

    /** Closes the connections that an effect concerns, because executing it failed. The clients reconnect and miss nothing. */
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
