package io.clubroom.domain.file;

import java.util.Optional;
import java.util.UUID;

/** Stores in the database which {@linkplain ContentStore store} has the contents of its files. */
public interface StoreIdentity {
    /** Returns the id of the store; empty before its first use. */
    Optional<UUID> find();

    /** Stores the id, unless another one is stored already. Returns the stored one. */
    UUID remember(UUID id);
}
