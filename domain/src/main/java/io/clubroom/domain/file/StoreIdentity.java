package io.clubroom.domain.file;

import java.util.Optional;
import java.util.UUID;

/** Remembers in the database which {@linkplain ContentStore store} has the contents of its files. */
public interface StoreIdentity {
    /** The id of the store; empty before it was first used. */
    Optional<UUID> find();

    /** Remembers the id, unless another one is remembered already. Returns the one that is. */
    UUID remember(UUID id);
}
