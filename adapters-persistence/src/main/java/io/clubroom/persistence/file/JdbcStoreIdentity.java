package io.clubroom.persistence.file;

import io.clubroom.domain.file.StoreIdentity;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** The identity of the store of contents, in PostgreSQL. */
@Singleton
public final class JdbcStoreIdentity implements StoreIdentity {
    private final StoreIdentityRows rows;

    JdbcStoreIdentity(StoreIdentityRows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<UUID> find() {
        return rows.all().stream().map(StoreIdentityRow::id).findFirst();
    }

    @Override
    public UUID remember(UUID id) {
        rows.insert(id);
        return find().orElseThrow();
    }
}
