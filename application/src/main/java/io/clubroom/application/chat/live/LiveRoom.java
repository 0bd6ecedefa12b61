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
     * An answer to one client, delayed until the client was sent all changes before it.
     *
     * @param after the number of the change that the client must have been sent
     */
    record DelayedAnswer(
            Subscription subscription, @Nullable ClientMessageId clientMessageId, RoomChange change, long after) {}

    /** A client of protocol 2 that has requested a change with a {@link ClientMessageId}. */
    record Requester(Subscription subscription, ClientMessageId clientMessageId) {}

    private final RoomId id;
    private final Presence presence;

    /** At most {@link Limits#waitingAnswers()}. */
    final List<DelayedAnswer> delayedAnswers = new ArrayList<>();

    /** By change number, the clients that requested stored changes and were not sent them yet; at most {@link Limits#waitingAnswers()}. */
    final SequencedMap<Long, Requester> requesters = new LinkedHashMap<>();

    /** The requests for replays of clients that may have received, from another node, changes that this one has not delivered yet. */
    final List<Admissions.DeferredEntry> deferredEntries = new ArrayList<>();

    /** The last read marker of each user that was sent while clients were entering, whose own read state may be older. */
    final Map<UserId, RoomSignal.Read> readWhileEntering = new LinkedHashMap<>();

    final SentReadMarkers sentReadMarkers = new SentReadMarkers();

    /** The subscriptions in the room. */
    int subscriptions;

    /** The requests to enter that are being decided, deferred, or waiting for a page of a replay. */
    int entering;

    private boolean open;
    private boolean evicted;
    private int generation;
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

    /** Forgets the read markers sent while clients were entering, if none are. */
    void forgetReadsWhileEntering() {
        if (entering == 0) {
            readWhileEntering.clear();
        }
    }

    RoomId id() {
        return id;
    }

    Presence presence() {
        return presence;
    }

    /**
     * Opens the room: the changes after this position are delivered.
     *
     * @param end the last message and change
     * @param batch the number of the last batch handed to the store; it is unknown whether {@code end} includes the changes of batches up
     *     to it
     */
    void open(Rooms.Reached end, long batch) {
        open = true;
        generation++;
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
        delayedAnswers.clear();
        requesters.clear();
        sentReadMarkers.clear();
    }

    void evict() {
        close();
        evicted = true;
    }

    boolean isOpen() {
        return open;
    }

    /**
     * Whether the room that was read is the one that was opened, and not a later one with the same id.
     *
     * @param read null if there is no such room
     */
    boolean isSameAs(Rooms.@Nullable Reached read) {
        return read != null && read.createdAt().equals(createdAt);
    }

    /** When the opened room was created; null before it is opened. */
    @Nullable
    Instant createdAt() {
        return createdAt;
    }

    /** How often the room was opened. */
    int generation() {
        return generation;
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

    /** Records that the store has changes up to this one. */
    void announce(long change) {
        announced = Math.max(announced, change);
    }

    /** Records that the store may have unannounced changes, or that the room may be gone. */
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

    /** Whether changes must not be stored, and clients must not leave, until other changes have been read. */
    boolean isHeld() {
        return loading || (isStale() && !loadFailed);
    }

    void startLoading() {
        loading = true;
        // The read includes everything announced so far, but perhaps not what is announced from here on.
        suspect = false;
        announced = 0;
    }
}
