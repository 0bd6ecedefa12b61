package io.clubroom.memory.session;

import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sessions of {@link InMemoryUsers}. */
public final class InMemorySessions implements Sessions {
    private static final Comparator<Session> NEWEST_FIRST = Comparator.comparing(Session::createdAt)
            .thenComparing(session -> session.id().value())
            .reversed();

    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final Map<SessionId, Session> byId = new HashMap<>();
    private final Map<UserId, Set<Session>> byUser = new HashMap<>();

    public InMemorySessions(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        users.onRemoval(user -> removeAll(of(user)));
        transactions.checkSessionsIn(this::find);
    }

    @Override
    public boolean add(Session session, int max) {
        return transactions.call(() -> {
            if (byId.containsKey(session.id())) {
                throw new IllegalStateException("this session exists already");
            }
            if (users.find(session.user()).isEmpty() || of(session.user()).size() >= max) {
                return false;
            }
            replace(null, session);
            return true;
        });
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return transactions.call(() -> Optional.ofNullable(byId.get(id)));
    }

    @Override
    public List<Session> list(UserId user, int skip) {
        return transactions.call(
                () -> of(user).stream().sorted(NEWEST_FIRST).skip(skip).toList());
    }

    @Override
    public void update(Session session) {
        transactions.run(() -> find(session.id()).ifPresent(before -> replace(before, session)));
    }

    @Override
    public void remove(SessionId id) {
        transactions.run(() -> find(id).ifPresent(session -> replace(session, null)));
    }

    @Override
    public void removeAll(UserId user, @Nullable SessionId except) {
        transactions.run(() -> removeAll(of(user).stream()
                .filter(session -> !session.id().equals(except))
                .toList()));
    }

    @Override
    public void used(Set<SessionId> ids, Instant at) {
        transactions.run(() -> ids.stream()
                .map(byId::get)
                .filter(session -> session != null && session.lastUsedAt().isBefore(at))
                .forEach(session -> replace(session, session.used(at))));
    }

    @Override
    public void removeExpired(Instant before) {
        transactions.run(() -> removeAll(byId.values().stream()
                .filter(session -> session.expiresAt().isBefore(before))
                .toList()));
    }

    private Set<Session> of(UserId user) {
        return byUser.getOrDefault(user, Set.of());
    }

    private void removeAll(Collection<Session> sessions) {
        List.copyOf(sessions).forEach(session -> replace(session, null));
    }

    private void replace(@Nullable Session before, @Nullable Session after) {
        transactions.onRollback(() -> index(after, before));
        index(before, after);
    }

    private void index(@Nullable Session before, @Nullable Session after) {
        if (before != null) {
            byId.remove(before.id());
            byUser.computeIfPresent(before.user(), (_, sessions) -> {
                sessions.remove(before);
                return sessions.isEmpty() ? null : sessions;
            });
        }
        if (after != null) {
            byId.put(after.id(), after);
            byUser.computeIfAbsent(after.user(), _ -> new HashSet<>()).add(after);
        }
    }
}
