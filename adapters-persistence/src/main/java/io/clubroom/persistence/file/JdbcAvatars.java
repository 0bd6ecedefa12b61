package io.clubroom.persistence.file;

import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Metadata of users' pictures in PostgreSQL. */
@Singleton
public final class JdbcAvatars implements Avatars {
    private final AvatarRows rows;
    private final UsedContents contents;
    private final JdbcTransactions transactions;

    JdbcAvatars(AvatarRows rows, UsedContents contents, JdbcTransactions transactions) {
        this.rows = rows;
        this.contents = contents;
        this.transactions = transactions;
    }

    @Override
    public void set(UserId user, Map<Integer, ContentId> sizes) {
        transactions.call(() -> {
            rows.remove(user.value());
            sizes.forEach((size, content) ->
                    contents.store(content, () -> rows.insert(user.value(), size, content.value()) == 1));
            return null;
        });
    }

    @Override
    public Optional<ContentId> find(UserId user, int size) {
        return rows.find(user.value(), size).map(ContentId::new);
    }
}
