package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The state of a room on this node. */
final class LiveRoom {
    /**
     * An answer to one client, which waits until the client was sent what was before it.
     *
     * @param after the number of the change that the client must have been sent
     */
    record Repeat(
            Subscription subscription, @Nullable ClientMessageId clientMessageId, RoomChange change, long after) {}

    /** A client of protocol 2 that has asked for a change with an id. */
    record Asker(Subscription subscription, ClientMessageId clientMessageId) {}

    private final RoomId id;
    private final Presence presence;

    /** The answers that wait, at most {@link Limits#waitingRepeats()}. */
    final List<Repeat> repeats = new ArrayList<>();

    /** Who has asked for changes that are stored, but that the asking client was not sent yet; at most {@link Limits#waitingRepeats()}. */
    final SequencedMap<Long, Asker> askers = new LinkedHashMap<>();

    /** The requests for replays of clients that may have seen, on another node, what this one has not delivered yet. */
    final List<Entrance.Ahead> ahead = new ArrayList<>();

    /** What was read while clients were entering, who may have been let in before: the last of each user. */
    final Map<UserId, RoomSignal.Read> readMeanwhile = new LinkedHashMap<>();

    /** What the clients of this node were told of readings. */
    final ToldReadings told = new ToldReadings();

    /** The subscriptions in the room. */
    int subscriptions;

    /** The requests to enter that are being decided, or wait for messages to replay. */
    int entering;

    private boolean open;
    private boolean evicted;
    private int openings;
    private @Nullable Instant createdAt;
    private long openedIn;
    private long delivered;
    private long deliveredSeq;
    private long announced;
    private boolean suspect;

    /** Whether the changes after the last delivered one are being read. */
    boolean loading;

    /** Whether the last read failed. */
    boolean loadFailed;

    LiveRoom(RoomId id) {
        this(id, new Presence());
    }

    LiveRoom(RoomId id, Presence presence) {
        this.id = id;
        this.presence = presence;
    }

    /** Forgets what nobody who is entering must be told. */
    void forgetReadings() {
        if (entering == 0) {
            readMeanwhile.clear();
        }
    }

    RoomId id() {
        return id;
    }

    Presence presence() {
        return presence;
    }

    /**
     * From here on the room's changes are delivered.
     *
     * @param end where they end
     * @param batch the number of the last batch that was handed to the store: whether {@code end} includes its changes is unknown
     */
    void open(Rooms.Reached end, long batch) {
        open = true;
        openings++;
        createdAt = end.createdAt();
        delivered = end.lastChange();
        deliveredSeq = end.lastSeq();
        openedIn = batch;
    }

    void close() {
        open = false;
        announced = 0;
        suspect = false;
        loadFailed = false;
        repeats.clear();
        askers.clear();
        told.clear();
    }

    void evict() {
        close();
        evicted = true;
    }

    boolean isOpen() {
        return open;
    }

    /**
     * Whether this is the room that was read later than it was opened, and not one that was deleted since, perhaps to be created again.
     *
     * @param read null if there was no such room
     */
    boolean isStill(Rooms.@Nullable Reached read) {
        return read != null && read.createdAt().equals(createdAt);
    }

    /** When the room that was opened was created, null before. */
    @Nullable
    Instant createdAt() {
        return createdAt;
    }

    /** How often the room was opened. */
    int openings() {
        return openings;
    }

    /** Whether the room was removed; a room with the same id is another one. */
    boolean isEvicted() {
        return evicted;
    }

    /** Whether clients of this node are in the room, or are entering it. */
    boolean isOccupied() {
        return subscriptions + entering > 0;
    }

    /** The number of the last delivered change. */
    long delivered() {
        return delivered;
    }

    /** The {@code seq} of the last delivered message. */
    long deliveredSeq() {
        return deliveredSeq;
    }

    void delivered(List<RoomChange> changes) {
        delivered = changes.getLast().change();
        for (RoomChange change : changes) {
            if (change instanceof RoomChange.Posted(long _, Message message)) {
                deliveredSeq = message.seq();
            }
        }
    }

    /** The number of the last change that this node knows of. */
    long known() {
        return announced == RoomSignal.Reached.UNKNOWN ? delivered : Math.max(announced, delivered);
    }

    /** Whether the batch was handed to the store after the room was opened. */
    boolean wasOpenBefore(long batch) {
        return openedIn < batch;
    }

    /** The store has changes up to this one. */
    void announce(long change) {
        announced = Math.max(announced, change);
    }

    /** The store may have changes that nobody announces, or the room may be gone. */
    void suspect() {
        suspect = true;
    }

    /** Whether changes must be read from the store. */
    boolean isStale() {
        return open && (suspect || announced > delivered);
    }

    /** Whether changes are being read from the store, or must be. */
    boolean isBehind() {
        return loading || isStale();
    }

    /** Whether changes must not be stored, nor their senders leave, until others have been read. */
    boolean isHeld() {
        return loading || (isStale() && !loadFailed);
    }

    void startLoading() {
        loading = true;
        // What is announced from here on may not be seen by the read; what was announced before is.
        suspect = false;
        announced = 0;
    }
}
