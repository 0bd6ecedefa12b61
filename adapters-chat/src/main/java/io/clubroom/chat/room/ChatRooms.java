package io.clubroom.chat.room;

import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.PostMessages;
import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameWriter;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import io.micronaut.context.annotation.Context;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms with members on this node. A single thread handles commands in batches. Messages are stored on other threads, many with one
 * commit, and delivered to the room in the order of {@code seq} while the next ones are being stored. Messages that other nodes have
 * stored are read from the last delivered {@code seq} on, but not while this node stores messages of the same room: so none is left
 * out, delivered twice or delivered out of order.
 */
@Context
public final class ChatRooms implements RoomRelay.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ChatRooms.class);

    /** The batches that are stored concurrently. They never share a room. */
    private static final int STORES = 2;

    /** The messages that are stored with one commit. */
    private static final int MAX_BATCH = 256;

    /** The messages that may wait to be stored. */
    private static final int MAX_WAITING = 20_000;

    /** The messages of a room that are read at once. */
    private static final int MAX_READ = 500;

    /** The messages that are replayed to a returning client. */
    private static final int MAX_REPLAY = 1_000;

    /** The members listed to a client that enters: in a large room, a full list would cost more than its messages. */
    private static final int MAX_MEMBERS = 1_000;

    private static final Duration RETRY = Duration.ofMillis(250);

    /** How long other nodes have to announce their members again after the relay was interrupted. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PostMessages postMessages;
    private final FollowRooms followRooms;
    private final RoomRelay relay;
    private final InstantSource clock;
    private final Replays replays;
    private final ChatMetrics metrics;
    private final ByteBufAllocator allocator = ByteBufAllocator.DEFAULT;

    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingMessages = new AtomicInteger();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("chat-rooms").unstarted(this::run);
    private final ExecutorService store = Executors.newFixedThreadPool(
            STORES, Thread.ofPlatform().daemon().name("chat-store-", 0).factory());

    // Confined to the thread.
    private final Map<RoomId, LiveRoom> rooms = new HashMap<>();
    /** Rooms that may have undelivered messages. */
    private final Set<RoomId> behind = new HashSet<>();

    private final Backlog backlog = new Backlog(STORES, MAX_BATCH);
    private long round;
    private long confirmationEnd = Long.MAX_VALUE;

    public ChatRooms(
            PostMessages postMessages,
            FollowRooms followRooms,
            RoomRelay relay,
            InstantSource clock,
            ChatMetrics metrics) {
        this.postMessages = postMessages;
        this.followRooms = followRooms;
        this.relay = relay;
        this.clock = clock;
        this.replays = new Replays(followRooms, metrics);
        this.metrics = metrics;
        thread.start();
        relay.listen(this);
    }

    @PreDestroy
    void stop() throws InterruptedException {
        replays.stop();
        // Messages that were accepted before are still stored.
        commands.add(new Command.Stop());
        if (!thread.join(PATIENCE)) {
            thread.interrupt();
        }
        store.shutdownNow();
    }

    /** Enters the room of a seat; its outlet is told the outcome. */
    public void enter(Seat seat, @Nullable Long afterSeq) {
        commands.add(new Command.Enter(seat, afterSeq));
    }

    /** @param isAsked whether the client asked to leave, and is told the outcome */
    public void leave(Seat seat, boolean isAsked) {
        commands.add(new Command.Leave(seat, isAsked));
    }

    /** Stores a message, then delivers it; false if too many messages wait already. */
    public boolean say(Seat seat, MessageText text, @Nullable ClientMessageId clientMessageId) {
        if (waitingMessages.get() >= MAX_WAITING) {
            return false;
        }
        waitingMessages.incrementAndGet();
        commands.add(new Command.Say(seat, text, clientMessageId));
        return true;
    }

    public void type(Seat seat) {
        commands.add(new Command.Type(seat));
    }

    @Override
    public void heard(NodeId node, RoomSignal signal) {
        commands.add(new Command.Heard(node, signal));
    }

    @Override
    public void authorChanged(UserId user) {}

    @Override
    public void appeared(NodeId node) {
        commands.add(new Command.Appeared());
    }

    @Override
    public void vanished(NodeId node) {
        commands.add(new Command.Vanished(node));
    }

    @Override
    public void resumed() {
        commands.add(new Command.Resumed());
    }

    private void run() {
        try {
            boolean stopping = false;
            while (!stopping || backlog.isBeingStored()) {
                List<Command> gathered = new ArrayList<>();
                Command first = behind.isEmpty() && confirmationEnd == Long.MAX_VALUE
                        ? commands.take()
                        : commands.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    gathered.add(first);
                    commands.drainTo(gathered);
                }
                doAll(gathered);
                stopping |= gathered.stream().anyMatch(Command.Stop.class::isInstance);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The order matters: nobody enters twice, and nobody leaves before their own messages have been delivered. */
    private void doAll(List<Command> gathered) {
        guarded("handling signals of other nodes", () -> hearOthers(gathered));
        gathered.forEach(this::queue);
        gathered.forEach(this::settle);
        guarded("entering", () -> enterAll(select(gathered, Command.Enter.class)));
        guarded("catching up", this::catchUp);
        guarded("storing", this::storeNext);
        guarded("replaying", () -> select(gathered, Command.ReplayMore.class).forEach(this::replayMore));
        List<Command> due = backlog.due();
        guarded("typing", () -> select(due, Command.Type.class).forEach(this::type));
        guarded("leaving", () -> leaveAll(select(due, Command.Leave.class)));
        guarded("confirming", this::forgetUnconfirmed);
    }

    private void queue(Command command) {
        switch (command) {
            case Command.Say say -> backlog.add(say);
            case Command.Type type -> backlog.defer(type.seat().room(), type);
            case Command.Leave leave -> backlog.defer(leave.seat().room(), leave);
            default -> {}
        }
    }

    private static <C extends Command> List<C> select(List<Command> commands, Class<C> type) {
        return commands.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A bug in one step must not end the thread. */
    private static void guarded(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException bug) {
            LOG.error("Chat failed: {}", what, bug);
        }
    }

    // Entering and leaving

    private void enterAll(List<Command.Enter> entering) {
        if (entering.isEmpty()) {
            return;
        }
        Map<RoomId, Long> unknown = new HashMap<>();
        for (Command.Enter enter : entering) {
            LiveRoom room = rooms.get(enter.seat().room());
            if (room == null || !room.hasSeats()) {
                unknown.put(enter.seat().room(), Long.MAX_VALUE);
            }
        }
        Map<RoomId, Long> reached;
        try {
            reached = unknown.isEmpty()
                    ? Map.of()
                    : followRooms.follow(unknown, 1).reached();
        } catch (RuntimeException failure) {
            ErrorCode code = code(failure);
            entering.forEach(enter -> refuse(enter.seat(), code));
            return;
        }
        Map<RoomId, List<Command.Enter>> byRoom = new LinkedHashMap<>();
        for (Command.Enter enter : entering) {
            RoomId room = enter.seat().room();
            if (unknown.containsKey(room) && !reached.containsKey(room)) {
                refuse(enter.seat(), ErrorCode.ROOM_NOT_FOUND);
            } else {
                byRoom.computeIfAbsent(room, _ -> new ArrayList<>()).add(enter);
            }
        }
        byRoom.forEach((id, enters) -> {
            LiveRoom room = rooms.computeIfAbsent(id, LiveRoom::new);
            if (!room.hasSeats()) {
                room.occupied(reached.getOrDefault(id, 0L), backlog.lastBatch());
                metrics.roomOccupied();
            }
            enter(room, enters);
        });
    }

    private static void refuse(Seat seat, ErrorCode code) {
        ServerFrame refusal = ServerFrame.Failed.of(code, seat.room());
        boolean stays = seat.home() != null;
        LiveRoom.on(seat.outlet().loop(), () -> {
            if (stays && !seat.isVacated()) {
                seat.outlet().entered(seat);
                seat.outlet().send(FrameWriter.write(ByteBufAllocator.DEFAULT, refusal), true);
            } else {
                seat.outlet().left(seat, refusal);
            }
        });
    }

    private void enter(LiveRoom room, List<Command.Enter> entering) {
        List<ServerFrame> news = new ArrayList<>();
        for (Command.Enter enter : entering) {
            Seat seat = enter.seat();
            if (seat.home() == null) {
                Presence.Change change = room.presence().seatTaken(seat.user());
                if (change.here()) {
                    relay.send(new RoomSignal.Present(room.id(), seat.user()));
                }
                if (change.everywhere()) {
                    news.add(presence(room, seat.user(), true));
                }
            }
        }
        long lastSeq = room.delivered();
        // All who enter together get the same member list, encoded once.
        ByteBuf connected = FrameWriter.write(
                allocator,
                new ServerFrame.Connected(
                        room.id(),
                        lastSeq,
                        room.presence().users(MAX_MEMBERS),
                        room.presence().count()));
        for (Command.Enter enter : entering) {
            Seat seat = enter.seat();
            Runnable welcome = welcome(seat, connected.retainedDuplicate(), enter.afterSeq(), lastSeq);
            if (seat.home() == null) {
                seat.home(room);
                room.add(seat, welcome);
            } else {
                LiveRoom.on(seat.outlet().loop(), welcome);
            }
        }
        connected.release();
        if (!news.isEmpty()) {
            room.broadcast(FrameWriter.write(allocator, news), Map.of());
        }
    }

    private Runnable welcome(Seat seat, ByteBuf connected, @Nullable Long afterSeq, long lastSeq) {
        return () -> {
            if (seat.isVacated()) {
                connected.release();
                return;
            }
            seat.outlet().entered(seat);
            seat.outlet().send(connected, true);
            if (afterSeq != null && lastSeq - afterSeq > MAX_REPLAY) {
                metrics.historyGap();
                seat.outlet()
                        .send(
                                FrameWriter.write(
                                        allocator, new ServerFrame.HistoryGap(seat.room(), afterSeq, lastSeq)),
                                true);
            } else if (afterSeq != null && afterSeq < lastSeq) {
                metrics.replayBegun();
                replay(seat, afterSeq, lastSeq);
            }
        };
    }

    /** Runs on the event loop of the seat. */
    private void replay(Seat seat, long afterSeq, long lastSeq) {
        int which = seat.beginReplay();
        replays.replay(seat, which, afterSeq, lastSeq, () -> {
            if (!seat.endReplay()) {
                commands.add(new Command.ReplayMore(seat, lastSeq));
            }
        });
    }

    private void replayMore(Command.ReplayMore more) {
        LiveRoom room = more.seat().home();
        if (room != null) {
            long lastSeq = room.delivered();
            LiveRoom.on(more.seat().outlet().loop(), () -> {
                if (!more.seat().isVacated()) {
                    replay(more.seat(), more.afterSeq(), lastSeq);
                }
            });
        }
    }

    private void leaveAll(List<Command.Leave> leaving) {
        Map<LiveRoom, List<ServerFrame>> news = new LinkedHashMap<>();
        for (Command.Leave leave : leaving) {
            Seat seat = leave.seat();
            LiveRoom room = seat.home();
            seat.home(null);
            // The room may have been closed and created again meanwhile.
            if (room != null && rooms.get(room.id()) == room) {
                room.remove(seat);
                if (!room.hasSeats()) {
                    metrics.roomLeft();
                }
                Presence.Change change = room.presence().seatVacated(seat.user().id());
                if (change.here()) {
                    relay.send(new RoomSignal.Absent(room.id(), seat.user()));
                }
                if (change.everywhere()) {
                    news.computeIfAbsent(room, _ -> new ArrayList<>()).add(presence(room, seat.user(), false));
                }
                forgetIfPossible(room);
            }
            if (leave.isAsked()) {
                LiveRoom.on(seat.outlet().loop(), () -> {
                    // The room may have been closed meanwhile; then the client knows already.
                    if (!seat.isVacated()) {
                        seat.outlet().left(seat, new ServerFrame.Disconnected(seat.room()));
                    }
                });
            }
        }
        news.forEach((room, frames) -> room.broadcast(FrameWriter.write(allocator, frames), Map.of()));
    }

    private void forgetIfPossible(LiveRoom room) {
        if (room.isForgettable()) {
            rooms.remove(room.id(), room);
        }
        if (!room.hasSeats()) {
            behind.remove(room.id());
        }
    }

    private ServerFrame presence(LiveRoom room, Participant user, boolean joined) {
        return new ServerFrame.Presence(UUID.randomUUID(), room.id(), user, joined, clock.instant());
    }

    // Messages

    /** Starts storing the batches that can be stored; their outcome arrives as a command. */
    private void storeNext() {
        for (Backlog.Batch batch = backlog.next(); batch != null; batch = backlog.next()) {
            Backlog.Batch next = batch;
            try {
                store.execute(() -> store(next));
            } catch (RuntimeException | Error failure) {
                commands.add(new Command.NotStored(next, failure));
            }
        }
    }

    /** Runs on a store thread. */
    private void store(Backlog.Batch batch) {
        try {
            List<Outcome> outcomes = postMessages
                    .post(batch.said().stream()
                            .map(say -> new PostMessages.Post(
                                    say.seat().actor(), say.seat().room(), say.text(), say.clientMessageId()))
                            .toList())
                    .outcomes();
            commands.add(new Command.Stored(batch, outcomes, System.nanoTime()));
        } catch (Throwable failure) {
            // Whatever the failure, the senders must get an answer.
            commands.add(new Command.NotStored(batch, failure));
        }
    }

    private void settle(Command command) {
        if (command instanceof Command.Stored(Backlog.Batch batch, List<Outcome> outcomes, long at)) {
            settled(batch);
            if (behind.isEmpty() && outcomes.stream().allMatch(Outcome.Stored.class::isInstance)) {
                // Nothing must be read before the delivery, so the next batch is stored meanwhile.
                guarded("storing", this::storeNext);
            }
            guarded("delivering", () -> {
                boolean isTold = false;
                try {
                    stored(batch, outcomes, at);
                    isTold = true;
                } finally {
                    if (!isTold) {
                        batch.said().forEach(say -> behind.add(say.seat().room()));
                    }
                }
            });
        } else if (command instanceof Command.NotStored(Backlog.Batch batch, Throwable failure)) {
            settled(batch);
            guarded("rejecting messages", () -> notStored(batch, failure));
        }
    }

    private void settled(Backlog.Batch batch) {
        backlog.settled(batch);
        waitingMessages.addAndGet(-batch.said().size());
    }

    private void notStored(Backlog.Batch batch, Throwable failure) {
        ErrorCode code = code(failure);
        for (Command.Say say : batch.said()) {
            // It may have been stored nevertheless; catching up will tell.
            if (rooms.containsKey(say.seat().room())) {
                behind.add(say.seat().room());
            }
            answer(say, code);
        }
    }

    private void stored(Backlog.Batch batch, List<Outcome> outcomes, long storedAt) {
        List<Command.Say> said = batch.said();
        Map<RoomId, List<Message>> stored = new LinkedHashMap<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Stored(Message message)) {
                stored.computeIfAbsent(message.room(), _ -> new ArrayList<>()).add(message);
            }
        }
        stored.forEach((id, messages) -> {
            metrics.stored(messages.size());
            relay.send(new RoomSignal.Reached(id, messages.getLast().seq()));
            LiveRoom room = rooms.get(id);
            if (room != null && room.hasSeats()) {
                if (room.occupiedIn() < batch.number()) {
                    told(room, messages, storedAt);
                } else {
                    // All members entered while the batch was being stored, and may have read its messages already.
                    behind.add(id);
                }
            }
        });
        boolean anyRepeat = false;
        for (int i = 0; i < said.size(); i++) {
            Command.Say say = said.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Stored _ -> {}
                case Outcome.Repeated(Message message) -> {
                    LiveRoom room = rooms.get(message.room());
                    if (room != null && room.hasSeats() && message.seq() > room.delivered()) {
                        behind.add(room.id());
                    }
                    anyRepeat = true;
                }
                case Outcome.NoSuchRoom() -> {
                    answer(say, ErrorCode.ROOM_NOT_FOUND);
                    LiveRoom room = rooms.get(say.seat().room());
                    if (room != null && room.occupiedIn() < batch.number()) {
                        close(room.id());
                    }
                }
                case Outcome.NoSuchSender() ->
                    LiveRoom.on(
                            say.seat().outlet().loop(),
                            () -> say.seat()
                                    .outlet()
                                    .close(
                                            CloseCode.NOT_AUTHENTICATED,
                                            ServerFrame.Failed.of(ErrorCode.INVALID_TOKEN)));
            }
        }
        if (anyRepeat) {
            // Deliver the messages before the repeated ones first.
            catchUp();
            for (int i = 0; i < said.size(); i++) {
                if (outcomes.get(i) instanceof Outcome.Repeated(Message message)) {
                    Seat seat = said.get(i).seat();
                    if (behind.contains(message.room())) {
                        answer(said.get(i), ErrorCode.UNAVAILABLE);
                        continue;
                    }
                    LiveRoom.on(
                            seat.outlet().loop(),
                            () -> seat.hear(FrameWriter.write(allocator, new ServerFrame.Posted(message, true)), true));
                }
            }
        }
    }

    private static void answer(Command.Say say, ErrorCode code) {
        Seat seat = say.seat();
        LiveRoom.on(
                seat.outlet().loop(),
                () -> seat.outlet()
                        .send(
                                FrameWriter.write(
                                        ByteBufAllocator.DEFAULT,
                                        ServerFrame.Failed.of(code, seat.room(), say.clientMessageId())),
                                true));
    }

    private static ErrorCode code(Throwable failure) {
        if (failure instanceof Unavailable) {
            return ErrorCode.UNAVAILABLE;
        }
        LOG.error("Chat operation failed", failure);
        return ErrorCode.INTERNAL_ERROR;
    }

    /** Delivers messages that this node has stored: consecutive ones of one room, in their order. */
    private void told(LiveRoom room, List<Message> messages, long storedAt) {
        long first = messages.getFirst().seq();
        if (first == room.delivered() + 1) {
            tell(room, messages, storedAt);
        } else if (first > room.delivered()) {
            // Another node has stored messages in between.
            behind.add(room.id());
        } else {
            // The numbers start over: the room was deleted and created again without a signal.
            close(room.id());
        }
    }

    /** @param storedAt the {@code System.nanoTime()} of the commit, null if another node stored the messages */
    private void tell(LiveRoom room, List<Message> messages, @Nullable Long storedAt) {
        FrameWriter.Broadcast frames = FrameWriter.broadcast(allocator, messages);
        int count = messages.size();
        room.broadcast(frames.everybody(), true, frames.authors(), seats -> {
            metrics.delivered(seats * count);
            if (storedAt != null) {
                metrics.deliveredAfter(System.nanoTime() - storedAt);
            }
        });
        room.deliveredUpTo(messages.getLast().seq());
    }

    /** Delivers what other nodes have stored, and what was stored although the store reported a failure. */
    private void catchUp() {
        while (true) {
            Map<RoomId, Long> known = new HashMap<>();
            for (RoomId id : Set.copyOf(behind)) {
                // Messages that are being stored could be read before their outcome is known, and be delivered twice.
                if (!backlog.isBeingStored(id)) {
                    behind.remove(id);
                    LiveRoom room = rooms.get(id);
                    if (room != null && room.hasSeats()) {
                        known.put(id, room.delivered());
                    }
                }
            }
            if (known.isEmpty()) {
                return;
            }
            FollowRooms.News news;
            try {
                news = followRooms.follow(known, MAX_READ);
            } catch (RuntimeException failure) {
                behind.addAll(known.keySet());
                code(failure);
                return;
            }
            for (RoomId id : known.keySet()) {
                LiveRoom room = rooms.get(id);
                Long reached = news.reached().get(id);
                List<Message> messages = news.messages().getOrDefault(id, List.of());
                if (room == null) {
                    continue;
                }
                if (reached == null || reached < room.delivered()) {
                    close(id);
                } else if (!messages.isEmpty()) {
                    tell(room, messages, null);
                    if (messages.size() == MAX_READ) {
                        behind.add(id);
                    }
                }
            }
        }
    }

    private void type(Command.Type type) {
        Seat seat = type.seat();
        LiveRoom room = seat.home();
        if (room != null) {
            relay.send(new RoomSignal.Typing(room.id(), seat.user()));
            typing(room, seat.user());
        }
    }

    private void typing(LiveRoom room, Participant user) {
        room.broadcast(
                FrameWriter.write(allocator, new ServerFrame.Typing(room.id(), user)),
                new HashMap<>(Map.of(user.id(), Unpooled.EMPTY_BUFFER)));
    }

    /** Closes a room that no longer exists, for all its members. */
    private void close(RoomId id) {
        LiveRoom room = rooms.remove(id);
        behind.remove(id);
        if (room != null) {
            if (room.hasSeats()) {
                metrics.roomLeft();
            }
            room.forEach(seat -> {
                if (!seat.isVacated()) {
                    seat.outlet().left(seat, new ServerFrame.Disconnected(id));
                }
            });
        }
    }

    // Other nodes

    private void hearOthers(List<Command> gathered) {
        for (Command command : gathered) {
            switch (command) {
                case Command.Heard(NodeId node, RoomSignal signal) -> hear(node, signal);
                case Command.Appeared() -> sayWhoIsHere();
                case Command.Vanished(NodeId node) -> {
                    rooms.values().stream()
                            .toList()
                            .forEach(room -> depart(room, room.presence().forget(node)));
                    // It may have stored messages that it could not announce any more.
                    followAll();
                }
                case Command.Resumed() -> {
                    round++;
                    confirmationEnd = System.nanoTime() + CONFIRMATION.toNanos();
                    sayWhoIsHere();
                    followAll();
                }
                default -> {}
            }
        }
    }

    private void hear(NodeId node, RoomSignal signal) {
        LiveRoom room = rooms.get(signal.room());
        switch (signal) {
            case RoomSignal.Reached(RoomId id, long seq) -> {
                if (room != null && room.hasSeats() && seq > room.delivered()) {
                    behind.add(id);
                }
            }
            case RoomSignal.Present(RoomId id, Participant user) -> {
                LiveRoom entered = rooms.computeIfAbsent(id, LiveRoom::new);
                if (entered.presence().presentOn(node, user, round) && entered.hasSeats()) {
                    entered.broadcast(FrameWriter.write(allocator, presence(entered, user, true)), Map.of());
                }
            }
            case RoomSignal.Absent(RoomId _, Participant user) -> {
                if (room != null && room.presence().absentOn(node, user.id())) {
                    depart(room, List.of(user));
                }
            }
            case RoomSignal.Typing(RoomId _, Participant user) -> {
                if (room != null && room.hasSeats()) {
                    typing(room, user);
                }
            }
            case RoomSignal.Closed(RoomId id) -> close(id);
        }
    }

    private void depart(LiveRoom room, List<Participant> users) {
        if (!users.isEmpty() && room.hasSeats()) {
            room.broadcast(
                    FrameWriter.write(
                            allocator,
                            users.stream()
                                    .map(user -> presence(room, user, false))
                                    .toList()),
                    Map.of());
        }
        forgetIfPossible(room);
    }

    private void sayWhoIsHere() {
        for (LiveRoom room : rooms.values()) {
            for (Participant user : room.presence().usersHere()) {
                relay.send(new RoomSignal.Present(room.id(), user));
            }
        }
    }

    private void followAll() {
        rooms.values().stream().filter(LiveRoom::hasSeats).map(LiveRoom::id).forEach(behind::add);
    }

    private void forgetUnconfirmed() {
        if (System.nanoTime() > confirmationEnd) {
            confirmationEnd = Long.MAX_VALUE;
            rooms.values().stream()
                    .toList()
                    .forEach(room -> depart(room, room.presence().forgetBefore(round)));
        }
    }
}
