package io.clubroom.memory.file;

import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/** Pictures of {@link InMemoryUsers}. */
public final class InMemoryAvatars implements Avatars {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final InMemoryContents contents;
    private final UndoableMap<UserId, Map<Integer, ContentId>> avatars;

    public InMemoryAvatars(InMemoryTransactions transactions, InMemoryUsers users, InMemoryContents contents) {
        this.transactions = transactions;
        this.users = users;
        this.contents = contents;
        this.avatars = new UndoableMap<>(transactions);
        users.onRemoval(this::remove);
        contents.onMissing(missing -> avatars.removeIf((user, sizes) -> {
            boolean isMissing = !Collections.disjoint(sizes.values(), missing);
            if (isMissing) {
                sizes.values().forEach(contents::free);
                users.find(user).ifPresent(found -> users.update(found.withAvatar(null, found.updatedAt())));
            }
            return isMissing;
        }));
    }

    @Override
    public void set(UserId user, Map<Integer, ContentId> sizes) {
        transactions.run(() -> {
            if (users.find(user).isPresent()) {
                remove(user);
                sizes.values().forEach(contents::use);
                avatars.set(user, sizes.isEmpty() ? null : Map.copyOf(sizes));
            }
        });
    }

    @Override
    public Optional<ContentId> find(UserId user, int size) {
        return Optional.ofNullable(avatars.get(user)).map(sizes -> sizes.get(size));
    }

    private void remove(UserId user) {
        Map<Integer, ContentId> sizes = avatars.get(user);
        if (sizes != null) {
            sizes.values().forEach(contents::free);
            avatars.set(user, null);
        }
    }
}
