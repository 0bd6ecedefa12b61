package io.clubroom.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A map whose changes are undone when the transaction fails. */
public final class UndoableMap<K, V> {
    private final InMemoryTransactions transactions;
    private final Map<K, V> values = new HashMap<>();

    public UndoableMap(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    public @Nullable V get(K key) {
        return transactions.call(() -> values.get(key));
    }

    /** @param value null to remove the key */
    public void set(K key, @Nullable V value) {
        transactions.run(() -> {
            V before = values.get(key);
            transactions.onRollback(() -> store(key, before));
            store(key, value);
        });
    }

    public void removeIf(BiPredicate<K, V> condition) {
        transactions.run(() -> List.copyOf(values.entrySet()).forEach(entry -> {
            if (condition.test(entry.getKey(), entry.getValue())) {
                set(entry.getKey(), null);
            }
        }));
    }

    /** Returns the values. Must be called within a transaction. */
    public Stream<V> values() {
        return values.values().stream();
    }

    private void store(K key, @Nullable V value) {
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }
}
