package io.clubroom.memory.file;

import io.clubroom.domain.file.StoreIdentity;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** The identity of the store of contents, in memory. */
public final class InMemoryStoreIdentity implements StoreIdentity {
    private final AtomicReference<Optional<UUID>> known = new AtomicReference<>(Optional.empty());

    @Override
    public Optional<UUID> find() {
        return known.get();
    }

    @Override
    public UUID remember(UUID id) {
        return known.updateAndGet(before -> before.isPresent() ? before : Optional.of(id))
                .orElse(id);
    }
}
