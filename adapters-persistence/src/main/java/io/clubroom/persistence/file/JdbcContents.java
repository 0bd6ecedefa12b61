package io.clubroom.persistence.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Contents;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Metadata of contents in PostgreSQL. */
@Singleton
public final class JdbcContents implements Contents {
    private final ContentRows rows;
    private final JdbcTransactions transactions;

    JdbcContents(ContentRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void begin(ContentId id, Instant now) {
        rows.insert(id.value(), now);
    }

    @Override
    public void release(ContentId id) {
        rows.release(id.value());
    }

    @Override
    public List<ContentId> removed(Instant begunBefore, int limit) {
        rows.releaseAbandoned(begunBefore, limit);
        return rows.removed(limit).stream().map(ContentId::new).toList();
    }

    @Override
    public void forget(Collection<ContentId> ids) {
        rows.forget(array(ids));
    }

    @Override
    public Set<ContentId> known(Collection<ContentId> ids) {
        return ids.isEmpty() ? Set.of() : ids(rows.known(array(ids)));
    }

    @Override
    public Set<ContentId> inUse(int shard) {
        return ids(rows.inUse(shard));
    }

    @Override
    public void removeUsersOf(Collection<ContentId> missing) {
        String[] ids = array(missing);
        transactions.call(() -> rows.removeFiles(ids)
                + rows.removeThumbnails(ids)
                + rows.removeUploads(ids)
                + rows.forgetAvatars(ids)
                + rows.removeAvatars(ids));
    }

    @Override
    public OptionalInt takeShard(Instant takenBefore, Instant now) {
        return transactions.call(() -> {
            Optional<Integer> locked = rows.lockShard(takenBefore);
            locked.ifPresent(shard -> rows.takeShard(shard, now));
            return locked.map(OptionalInt::of).orElseGet(OptionalInt::empty);
        });
    }

    private static String[] array(Collection<ContentId> ids) {
        return ids.stream().map(ContentId::toString).toArray(String[]::new);
    }

    private static Set<ContentId> ids(List<UUID> ids) {
        return ids.stream().map(ContentId::new).collect(Collectors.toUnmodifiableSet());
    }
}
