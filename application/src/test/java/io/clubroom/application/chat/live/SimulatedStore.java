package io.clubroom.application.chat.live;

import static io.clubroom.application.chat.live.VirtualTime.MILLISECOND;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.application.chat.MarkReadings;
import io.clubroom.application.chat.ReadHistory;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.chat.InMemoryMessages;
import io.clubroom.memory.chat.InMemoryRoomMembers;
import io.clubroom.memory.chat.InMemoryRoomReads;
import io.clubroom.memory.chat.InMemoryRooms;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The store of all nodes: an operation takes effect at one moment, and is answered later. Operations fail and hang. */
final class SimulatedStore {
    /** An operation of a crashed node may still take effect within this time. */
    static final long AFTERLIFE = 200 * MILLISECOND;

    /** A text that a message has had since a change; null since its deletion. */
    private record Version(long change, @Nullable String text) {}

    /** A message as it was posted, and the texts that it has had. */
    static final class Committed {
        final Message message;
        /** How many rooms have had the id of the room, this one included. */
        final int incarnation;

        private final List<Version> versions = new ArrayList<>();

        private Committed(long change, Message message, int incarnation) {
            this.message = message;
            this.incarnation = incarnation;
            versions.add(new Version(change, message.text().value()));
        }

        /** The number of the change by which the message was posted. */
        long postedAs() {
            return versions.getFirst().change();
        }

        /** Since which change the message has had the text that is shown; 0 if it never had it. */
        long since(Message shown) {
            String text = shown.state().deleted() ? null : shown.text().value();
            return versions.stream()
                    .filter(version -> Objects.equals(version.text(), text))
                    .mapToLong(Version::change)
                    .max()
                    .orElse(0);
        }

        /** Since which change the message has had the text that it had after this one. */
        long textSince(long change) {
            return versions.stream()
                    .mapToLong(Version::change)
                    .filter(since -> since <= change)
                    .max()
                    .orElse(0);
        }
    }

    /** A user in a room. */
    record Membership(RoomId room, UserId user) {}

    private record LoadKey(SimulatedNode node, long load) {}

    /** The changes of a room; rooms of different incarnations have their own. */
    private record Ledger(RoomId room, int incarnation) {}

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Simulation simulation;
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryRooms rooms = new InMemoryRooms(transactions);
    private final InMemoryRoomReads reads = new InMemoryRoomReads(rooms, users);
    private final InMemoryRoomMembers members = new InMemoryRoomMembers(rooms, users);
    private final InMemoryContents contents = new InMemoryContents(transactions);
    private final InMemoryFiles files =
            new InMemoryFiles(transactions, users, contents, new InMemoryUploads(transactions, users, contents));
    private final InMemoryMessages messages = new InMemoryMessages(rooms, users, files);
    private final EnterRoom enterRoom = new EnterRoom(rooms, rooms, reads);
    private final FollowRooms followRooms = new FollowRooms(rooms, messages);
    private final ReadHistory readHistory = new ReadHistory(rooms, messages);
    private final ChangeMessages changeMessages;
    private final MarkReadings markReadings = new MarkReadings(rooms, reads, new RelayOfReadings());

    /** What is to be told of the readings that are being stored. */
    private List<RoomSignal.Read> told = new ArrayList<>();

    private final Map<MessageId, Committed> committed = new HashMap<>();
    private final Map<Ledger, List<RoomChange>> ledgers = new HashMap<>();
    private final Map<Membership, Integer> removals = new HashMap<>();
    private final Set<Membership> strangers = new HashSet<>();
    private final Set<UserId> everybody = new LinkedHashSet<>();
    private final List<UserId> silent;
    private final Map<LoadKey, Long> reachedBeforeLoads = new HashMap<>();
    private final Map<FileId, MessageId> used = new HashMap<>();
    private final Map<RoomId, Integer> incarnations = new HashMap<>();
    private long lastId;

    private long failsUntil;
    private boolean failsAfterCommit;
    private double failing;
    private long hangsUntil;

    private @Nullable UserId awaitedAuthor;
    private Runnable afterAwaitedRead = () -> {};

    SimulatedStore(Simulation simulation) {
        this.simulation = simulation;
        this.changeMessages = new ChangeMessages(
                messages,
                new InMemoryTokenRevocations(new InMemoryTransactions()),
                this::now,
                () -> new MessageId(new UUID(0, ++lastId)),
                EditWindow.DEFAULT,
                _ -> {});
        this.silent = simulation.plan.isLarge() ? addSilentUsers() : List.of();
    }

    private Instant now() {
        return START.plusNanos(simulation.time.now() / 1_000 * 1_000);
    }

    // Users and rooms

    SimulatedUser addUser(int number) {
        UserId id = new UserId(new UUID(1, number));
        users.add(User.registered(
                id,
                new Username("user" + number),
                new Email("user" + number + "@example.com"),
                new FullName("User " + number),
                Role.CLIENT,
                START));
        if (simulation.plan.hidesReadings(id)) {
            change(new SimulatedUser(id), UserChange.NOTHING.withReadReceipts(false));
        }
        everybody.add(id);
        simulation.rooms().forEach(room -> setRole(room, id, RoomRole.MEMBER));
        return new SimulatedUser(id);
    }

    /** The members of large rooms who have no clients. */
    private List<UserId> addSilentUsers() {
        List<UserId> added = new ArrayList<>();
        for (int i = 0; i <= ReadAudience.MAX_MEMBERS; i++) {
            UserId id = new UserId(new UUID(4, i));
            users.add(User.registered(
                    id,
                    new Username("silent" + i),
                    new Email("silent" + i + "@example.com"),
                    new FullName("Silent " + i),
                    Role.CLIENT,
                    START));
            added.add(id);
        }
        return added;
    }

    /** Removes a user from a private room; false if the user is no member. */
    boolean removeMember(Membership membership) {
        boolean removed = simulation.plan.isPrivate(simulation.rooms().indexOf(membership.room()))
                && isMember(membership)
                && setRole(membership.room(), membership.user(), null);
        if (removed) {
            strangers.add(membership);
            removals.merge(membership, 1, Integer::sum);
        }
        return removed;
    }

    boolean addMember(Membership membership) {
        boolean added = !isDeleted(membership.user()) && setRole(membership.room(), membership.user(), RoomRole.MEMBER);
        if (added) {
            strangers.remove(membership);
        }
        return added;
    }

    /** Gives a user a role in a room, or takes it back; false if there is no such room. */
    private boolean setRole(RoomId room, UserId user, @Nullable RoomRole role) {
        boolean exists = end(room) != null;
        simulation.readingChecks.unsteady(room, user);
        if (exists && role == null) {
            members.remove(room, user);
        } else if (exists && role != null) {
            members.add(room, List.of(user), role, now());
        }
        return exists;
    }

    /** Whether the user may be in the room, if both exist. */
    boolean isMember(Membership membership) {
        return !strangers.contains(membership);
    }

    boolean isDeleted(UserId user) {
        return users.find(user).isEmpty();
    }

    /** How often the user has been removed from rooms with this id. */
    int removals(Membership membership) {
        return removals.getOrDefault(membership, 0);
    }

    /** Null if the user was deleted. */
    @Nullable
    User user(SimulatedUser user) {
        return users.find(user.id).orElse(null);
    }

    void change(SimulatedUser user, UserChange change) {
        users.find(user.id).ifPresent(found -> users.update(found.with(change)));
    }

    /** Removes a user, who is no member of private rooms any more. */
    void removeUser(SimulatedUser user) {
        simulation.rooms().forEach(room -> removeMember(new Membership(room, user.id)));
        users.remove(user.id);
    }

    FileId addFile(SimulatedUser owner, int number) {
        FileId id = new FileId(new UUID(2, number));
        ContentId content = new ContentId(new UUID(3, number));
        contents.begin(content, START);
        files.add(new StoredFile(
                id,
                owner.id,
                new FileName("file" + number),
                MediaType.OCTETS,
                number,
                Sha256.of(new byte[32]),
                null,
                content,
                false,
                START));
        return id;
    }

    /** A file is attached to one message for ever, whichever nodes store messages with it at the same time. */
    private void uses(Message message, FileId file) {
        MessageId other = used.putIfAbsent(file, message.id());
        Checks.require(other == null, "%s has a file of another message", Words.of(message));
    }

    /** Whether the files of a message are gone, because its author was deleted. */
    boolean isWithoutFiles(Message stored) {
        simulation.coverage.count("message without its files sent");
        return stored.attachments().stream()
                .allMatch(file -> files.find(file.id()).isEmpty());
    }

    boolean createRoom(RoomId id) {
        RoomKind kind = simulation.plan.isPrivate(simulation.rooms().indexOf(id)) ? RoomKind.PRIVATE : RoomKind.PUBLIC;
        boolean created = rooms.add(new Room(id, new RoomName(id.value()), kind, now()));
        if (created) {
            incarnations.merge(id, 1, Integer::sum);
            everybody.forEach(user -> addMember(new Membership(id, user)));
            if (simulation.plan.isLarge(simulation.rooms().indexOf(id))) {
                members.add(id, silent, RoomRole.MEMBER, now());
            }
        }
        return created;
    }

    boolean deleteRoom(RoomId id) {
        return rooms.remove(id);
    }

    /** How many rooms have had this id so far. */
    int incarnation(RoomId id) {
        return incarnations.getOrDefault(id, 0);
    }

    /** The {@code seq} of the last message, null if there is no such room. */
    @Nullable
    Long reached(RoomId id) {
        Rooms.Reached end = end(id);
        return end == null ? null : end.lastSeq();
    }

    /** Null if there is no such room. */
    Rooms.@Nullable Reached end(RoomId id) {
        return rooms.reached(List.of(id)).get(id);
    }

    /** The messages with {@code after < seq <= last}, oldest first. */
    List<Message> history(Actor reader, RoomId room, long after, long last) {
        ReadHistory.Result result = readHistory.read(
                reader,
                room,
                () -> new ReadHistory.Query(after, last + 1, ReadHistory.Direction.FORWARD, Integer.MAX_VALUE - 1));
        return result instanceof ReadHistory.Result.Page(List<Message> newestFirst, Long _)
                ? newestFirst.reversed()
                : List.of();
    }

    /** What a user has read of a room, null if either does not exist. */
    RoomReads.@Nullable Counts counts(RoomReads.Reader reader) {
        return users.find(reader.user()).isEmpty()
                ? null
                : reads.counts(reader.user(), List.of(reader.room())).get(reader.room());
    }

    /** What a member is told of an existing room. */
    RoomReads.State state(RoomReads.Reader reader) {
        return Objects.requireNonNull(reads.states(List.of(reader)).get(reader));
    }

    /** The messages of others behind one that are not deleted. */
    long recount(RoomReads.Reader reader, long read) {
        return messages.newest(reader.room(), 0, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                .filter(message -> message.seq() > read)
                .filter(message -> !message.isBy(reader.user()))
                .filter(message -> !message.state().deleted())
                .count();
    }

    /** Null if no such message has been committed. */
    @Nullable
    Committed committed(MessageId id) {
        return committed.get(id);
    }

    /** The change of a room as it was committed; null if there was none with this number. */
    @Nullable
    RoomChange committed(RoomId room, int incarnation, long change) {
        List<RoomChange> ledger = ledgers.getOrDefault(new Ledger(room, incarnation), List.of());
        return change > 0 && change <= ledger.size() ? ledger.get((int) change - 1) : null;
    }

    /** The {@code seq} of the last message among the first changes of a room. */
    long seqAt(RoomId room, int incarnation, long change) {
        return ledgers.getOrDefault(new Ledger(room, incarnation), List.of()).stream()
                .limit(change)
                .filter(RoomChange.Posted.class::isInstance)
                .count();
    }

    boolean isOf(RoomChange change, int incarnation) {
        Committed message = change instanceof RoomChange.OfMessage of
                ? committed(of.message().id())
                : null;
        return message != null && message.incarnation == incarnation;
    }

    /** The message as it is now, null if there is none. */
    @Nullable
    Message message(RoomId room, MessageId id) {
        return messages.find(room, id).orElse(null);
    }

    /** One of the last messages of a room, perhaps of one author; null if there is none. */
    @Nullable
    Message recentMessage(RoomId room, @Nullable UserId author, Dice choice) {
        List<Message> newest = messages.newest(room, 0, Long.MAX_VALUE, 6).stream()
                .filter(message -> author == null || message.isBy(author))
                .toList();
        return newest.isEmpty() ? null : choice.oneOf(newest);
    }

    /** The number of the room's last change before the page was read. */
    long reachedBefore(SimulatedNode node, long load) {
        return reachedBeforeLoads.getOrDefault(new LoadKey(node, load), 0L);
    }

    private void commit(RoomChange change) {
        int incarnation = incarnation(change.room());
        List<RoomChange> ledger =
                ledgers.computeIfAbsent(new Ledger(change.room(), incarnation), _ -> new ArrayList<>());
        ledger.add(change);
        Checks.require(ledger.size() == change.change(), "%s has another number", Words.of(change));
        if (change instanceof RoomChange.Posted(long number, Message message)) {
            committed.put(message.id(), new Committed(number, message, incarnation));
            message.attachments().forEach(file -> uses(message, file.id()));
        } else if (change instanceof RoomChange.Edited(long number, Message message)) {
            version(message).add(new Version(number, message.text().value()));
        } else if (change instanceof RoomChange.Deleted(long number, Message message)) {
            version(message).add(new Version(number, null));
        }
    }

    private List<Version> version(Message message) {
        return Objects.requireNonNull(committed.get(message.id())).versions;
    }

    // Faults

    void fails(long duration, double probability, boolean afterCommit) {
        failsUntil = simulation.time.now() + duration;
        failing = probability;
        failsAfterCommit = afterCommit;
    }

    void hangs(long duration) {
        hangsUntil = simulation.time.now() + duration;
    }

    /** Something that happens between the next read of messages of a user and its answer. */
    void afterReadingMessagesOf(SimulatedUser author, Runnable action) {
        awaitedAuthor = author.id;
        afterAwaitedRead = action;
    }

    void heal() {
        failsUntil = 0;
        hangsUntil = 0;
        awaitedAuthor = null;
    }

    // Operations

    void store(SimulatedNode node, Effect.Store store) {
        perform(
                node,
                true,
                () -> {
                    List<Outcome> outcomes =
                            changeMessages.change(store.requests()).outcomes();
                    for (int i = 0; i < outcomes.size(); i++) {
                        if (outcomes.get(i) instanceof Outcome.Stored(RoomChange change)) {
                            commit(change);
                            simulation.checks.committed(
                                    store.requests().get(i), incarnation(change.room()), change.change());
                        }
                    }
                    simulation.trace("store", () -> "commits " + Words.of(outcomes));
                    crashAfterCommit(node);
                    return new Input.Stored(store.batch(), outcomes, simulation.time.now());
                },
                refusal -> new Input.StoreFailed(store.batch(), refusal));
    }

    void admit(SimulatedNode node, Effect.Admit admit) {
        perform(
                node,
                false,
                () -> {
                    List<EnterRoom.Decision> decisions =
                            enterRoom.enter(admit.requests()).decisions();
                    simulation.readingChecks.admits(admit.requests(), decisions);
                    return new Input.Admitted(decisions);
                },
                Input.AdmitFailed::new);
    }

    void load(SimulatedNode node, Effect.Load load) {
        load(
                node,
                load.load(),
                load.after().keySet(),
                useCase -> useCase.follow(FollowRooms.Kind.CHANGES, load.after(), load.limit()));
    }

    void load(SimulatedNode node, Effect.LoadMessages load) {
        load(
                node,
                load.load(),
                Set.of(load.room()),
                useCase ->
                        useCase.follow(FollowRooms.Kind.MESSAGES, Map.of(load.room(), load.afterSeq()), load.limit()));
    }

    private void load(SimulatedNode node, long load, Set<RoomId> loaded, Function<FollowRooms, FollowRooms.News> read) {
        if (simulation.dice.chance(0.7)) {
            perform(
                    node,
                    false,
                    () -> {
                        reachedBeforeLoads.put(new LoadKey(node, load), lastChange(loaded));
                        return loaded(load, read.apply(followRooms));
                    },
                    refusal -> new Input.LoadFailed(load, refusal));
            return;
        }
        // The use case reads twice, and other commits may happen in between.
        reach(node, () -> {
            Map<RoomId, Rooms.Reached> reached = rooms.reached(loaded);
            reachedBeforeLoads.put(new LoadKey(node, load), lastChange(loaded));
            simulation.coverage.count("a commit between the reads of a load is possible");
            perform(
                    node,
                    false,
                    () -> loaded(load, read.apply(new FollowRooms(new FirstRead(reached, rooms), messages))),
                    refusal -> new Input.LoadFailed(load, refusal));
        });
    }

    /** Of a page, which is of one room. */
    private long lastChange(Set<RoomId> room) {
        Rooms.Reached end = room.size() == 1 ? end(room.iterator().next()) : null;
        return end == null ? 0 : end.lastChange();
    }

    private Input loaded(long load, FollowRooms.News news) {
        UserId author = awaitedAuthor;
        boolean isAwaited = author != null
                && news.changes().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(change -> change instanceof RoomChange.OfMessage of
                                && of.message().isBy(author));
        if (isAwaited) {
            awaitedAuthor = null;
            afterAwaitedRead.run();
        }
        return new Input.Loaded(load, news);
    }

    /** Stores readings; the nodes are told when the answer arrives. */
    void mark(SimulatedNode node, List<MarkReadings.Request> requests) {
        reach(node, () -> {
            boolean fails = simulation.time.now() < failsUntil && simulation.dice.chance(failing);
            if (!fails) {
                told = new ArrayList<>();
                List<MarkReadings.Outcome> outcomes =
                        markReadings.mark(requests).outcomes();
                List<RoomSignal.Read> news = told;
                crashAfterCommit(node);
                answer(() -> node.readings.stored(requests, outcomes, news));
            } else {
                if (failsAfterCommit) {
                    simulation.coverage.count("fault: failure after readings were stored");
                    markReadings.mark(requests);
                } else {
                    simulation.coverage.count("fault: failure before readings were stored");
                }
                answer(node.readings::failed);
            }
        });
    }

    private void crashAfterCommit(SimulatedNode node) {
        Runnable then = node.afterNextCommit;
        if (then != null) {
            node.afterNextCommit = null;
            then.run();
        }
    }

    private void answer(Runnable answer) {
        simulation.time.after(simulation.dice.latency(simulation.plan.latency()), answer);
    }

    private void perform(
            SimulatedNode node, boolean isCommit, Supplier<Input> operation, Function<Refusal, Input> failure) {
        reach(node, () -> {
            boolean fails = simulation.time.now() < failsUntil && simulation.dice.chance(failing);
            if (!fails) {
                answer(node, operation.get());
                return;
            }
            Input failed = failure.apply(simulation.dice.chance(0.8) ? Refusal.UNAVAILABLE : Refusal.FAULT);
            if (isCommit && failsAfterCommit) {
                if (simulation.plan.commitsLate()) {
                    simulation.coverage.count("fault: commit after its failure was reported");
                    simulation.excuseSilence();
                    simulation.time.after(simulation.dice.latency(20 * simulation.plan.latency()), operation::get);
                } else {
                    simulation.coverage.count("fault: failure after the commit");
                    operation.get();
                }
            } else {
                simulation.coverage.count(isCommit ? "fault: failure before the commit" : "fault: failed read");
            }
            answer(node, failed);
        });
    }

    /** Runs the action when the request of the node arrives, which may take as long as the store hangs. */
    private void reach(SimulatedNode node, Runnable action) {
        simulation.time.after(simulation.dice.latency(simulation.plan.latency()), () -> {
            if (simulation.time.now() < hangsUntil) {
                simulation.coverage.count("fault: hanging store");
                simulation.time.at(hangsUntil, () -> reach(node, action));
            } else if (node.isAlive()) {
                action.run();
            } else if (simulation.time.now() - node.crashedAt() < AFTERLIFE && simulation.dice.chance(0.5)) {
                if (!simulation.relay.isKnownToAll(node)) {
                    simulation.excuseSilence();
                    simulation.readingChecks.excuse();
                }
                action.run();
            }
        });
    }

    private void answer(SimulatedNode node, Input input) {
        long latency = simulation.dice.latency(simulation.plan.latency());
        if ((input instanceof Input.Loaded || input instanceof Input.Admitted) && simulation.dice.chance(0.2)) {
            simulation.coverage.count("fault: slow answer of a read");
            latency += simulation.dice.latency(20 * simulation.plan.latency());
        }
        simulation.time.after(latency, () -> node.input(input));
    }

    /** Remembers what is to be told, which must be stored by then. */
    private final class RelayOfReadings implements RoomRelay {
        @Override
        public void read(RoomSignal.Read read) {
            simulation.readingChecks.tells(read);
            told.add(read);
        }

        @Override
        public void send(RoomSignal signal) {
            throw new IllegalStateException("not told by a use case");
        }

        @Override
        public void stored(RoomId room, long change) {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void roomDeleted(RoomId room) {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void memberRemoved(RoomId room, UserId user, Departure reason) {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void membersAdded(RoomId room, Collection<UserId> added) {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void publicRoomAdded(RoomId room) {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void publicRoomRemoved(RoomId room, Collection<UserId> banned) {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void authorChanged(UserId user) {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void reconnect() {
            throw new IllegalStateException("not part of a reading");
        }

        @Override
        public void listen(Listener listener) {
            throw new IllegalStateException("not part of a reading");
        }
    }

    /** Answers the first read of a load from the past, and the second one from the present. */
    private static final class FirstRead implements Rooms {
        private final Rooms present;
        private @Nullable Map<RoomId, Rooms.Reached> past;

        FirstRead(Map<RoomId, Rooms.Reached> past, Rooms present) {
            this.past = past;
            this.present = present;
        }

        @Override
        public Map<RoomId, Rooms.Reached> reached(Collection<RoomId> ids) {
            Map<RoomId, Rooms.Reached> first = past;
            past = null;
            return first == null ? present.reached(ids) : first;
        }

        @Override
        public Map<Place, Long> changesAt(Collection<Place> places) {
            throw new IllegalStateException("not part of a load");
        }

        @Override
        public boolean rename(RoomId id, RoomName name) {
            throw new IllegalStateException("not part of a load");
        }

        @Override
        public boolean add(Room room) {
            throw new IllegalStateException("not part of a load");
        }

        @Override
        public boolean remove(RoomId id) {
            throw new IllegalStateException("not part of a load");
        }
    }
}
