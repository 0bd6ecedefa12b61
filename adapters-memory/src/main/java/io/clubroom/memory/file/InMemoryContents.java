package io.clubroom.memory.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Contents;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Metadata of contents in memory. */
public final class InMemoryContents implements Contents {
    private enum State {
        BEGUN,
        USED,
        REMOVED
    }

    /** @param number counts the changes of all contents */
    private record Entry(ContentId id, State state, Instant begunAt, long number) {}

    private final InMemoryTransactions transactions;
    private final UndoableMap<ContentId, Entry> entries;
    private final UndoableMap<Integer, Instant> sweeps;
    private final List<Consumer<Set<ContentId>>> users = new ArrayList<>();
    private long changes;

    public InMemoryContents(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.entries = new UndoableMap<>(transactions);
        this.sweeps = new UndoableMap<>(transactions);
    }

    @Override
    public void begin(ContentId id, Instant now) {
        transactions.run(() -> {
            if (entries.get(id) != null) {
                throw new IllegalStateException("content " + id + " exists already");
            }
            entries.set(id, new Entry(id, State.BEGUN, now, changes++));
        });
    }

    @Override
    public void release(ContentId id) {
        transactions.run(() -> {
            Entry entry = entries.get(id);
            if (entry != null && entry.state == State.BEGUN) {
                set(entry, State.REMOVED);
            }
        });
    }

    @Override
    public List<ContentId> removed(Instant begunBefore, int limit) {
        return transactions.call(() -> {
            first(State.BEGUN, begunBefore, limit).forEach(entry -> set(entry, State.REMOVED));
            return first(State.REMOVED, null, limit).stream().map(Entry::id).toList();
        });
    }

    private List<Entry> first(State state, @Nullable Instant begunBefore, int limit) {
        return entries.values()
                .filter(entry -> entry.state == state)
                .filter(entry -> begunBefore == null || entry.begunAt.isBefore(begunBefore))
                .sorted((one, other) -> Long.compare(one.number, other.number))
                .limit(limit)
                .toList();
    }

    @Override
    public void forget(Collection<ContentId> ids) {
        Set<ContentId> forgotten = Set.copyOf(ids);
        entries.removeIf((id, entry) -> entry.state == State.REMOVED && forgotten.contains(id));
    }

    @Override
    public Set<ContentId> known(Collection<ContentId> ids) {
        return transactions.call(
                () -> ids.stream().filter(id -> entries.get(id) != null).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Set<ContentId> inUse(int shard) {
        return transactions.call(() -> entries.values()
                .filter(entry -> entry.state == State.USED && entry.id.shard() == shard)
                .map(Entry::id)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void removeUsersOf(Collection<ContentId> missing) {
        Set<ContentId> contents = Set.copyOf(missing);
        transactions.run(() -> users.forEach(user -> user.accept(contents)));
    }

    @Override
    public OptionalInt takeShard(Instant takenBefore, Instant now) {
        return transactions.call(() -> {
            OptionalInt taken = IntStream.range(0, ContentId.SHARDS)
                    .filter(shard -> lastTaken(shard).isBefore(takenBefore))
                    .boxed()
                    .min(Comparator.comparing(this::lastTaken))
                    .map(OptionalInt::of)
                    .orElseGet(OptionalInt::empty);
            taken.ifPresent(shard -> sweeps.set(shard, now));
            return taken;
        });
    }

    private Instant lastTaken(int shard) {
        Instant last = sweeps.get(shard);
        return last == null ? Instant.MIN : last;
    }

    /** Registers a callback that removes the users of missing contents. */
    void onMissing(Consumer<Set<ContentId>> removal) {
        users.add(removal);
    }

    /** Marks a content as used. Must be called within the transaction that stores the reference to it. */
    void use(ContentId id) {
        transactions.require();
        Entry entry = entries.get(id);
        if (entry == null || entry.state == State.REMOVED) {
            throw new IllegalStateException("content " + id + " was removed");
        }
        set(entry, State.USED);
    }

    /** Releases a content whose last reference was removed. */
    void free(ContentId id) {
        transactions.require();
        Entry entry = entries.get(id);
        if (entry != null) {
            set(entry, State.REMOVED);
        }
    }

    private void set(Entry entry, State state) {
        entries.set(entry.id, new Entry(entry.id, state, entry.begunAt, changes++));
    }
}
