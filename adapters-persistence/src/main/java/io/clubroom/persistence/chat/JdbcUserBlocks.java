package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.UserBlocks;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Blocks in PostgreSQL. */
@Singleton
public final class JdbcUserBlocks implements UserBlocks {
    private final BlockRows rows;

    JdbcUserBlocks(BlockRows rows) {
        this.rows = rows;
    }

    @Override
    public void add(UserId blocker, UserId blocked, Instant now) {
        rows.insert(blocker.value(), blocked.value(), now);
    }

    @Override
    public void remove(UserId blocker, UserId blocked) {
        rows.delete(blocker.value(), blocked.value());
    }

    @Override
    public boolean exists(UserId blocker, UserId blocked) {
        return rows.count(blocker.value(), blocked.value()) > 0;
    }

    @Override
    public List<Block> list(UserId blocker, @Nullable Position after, int limit) {
        List<BlockRow> found = after == null
                ? rows.first(blocker.value(), limit)
                : rows.after(blocker.value(), after.since(), after.blocked().value(), limit);
        return found.stream().map(BlockRow::toBlock).toList();
    }
}
