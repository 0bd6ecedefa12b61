package io.clubroom.memory.auth;

import io.clubroom.domain.auth.RefreshToken;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.SecretHash;
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
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Refresh tokens of {@link InMemoryUsers}. */
public final class InMemoryRefreshTokens implements RefreshTokens {
    private static final Comparator<RefreshToken> BY_EXPIRY = Comparator.comparing(RefreshToken::expiresAt)
            .thenComparing(token -> token.hash().value());

    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final Map<SecretHash, RefreshToken> byHash = new HashMap<>();
    private final Map<UUID, Set<RefreshToken>> byFamily = new HashMap<>();
    private final Map<UserId, Set<RefreshToken>> byUser = new HashMap<>();
    private final NavigableSet<RefreshToken> byExpiry = new TreeSet<>(BY_EXPIRY);

    public InMemoryRefreshTokens(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        users.onRemoval(user -> removeAll(byUser.getOrDefault(user, Set.of())));
    }

    @Override
    public void add(RefreshToken token) {
        transactions.run(() -> {
            if (byHash.containsKey(token.hash())) {
                throw new IllegalStateException("this token exists already");
            }
            if (users.find(token.user()).isPresent()) {
                replace(null, token);
            }
        });
    }

    @Override
    public Optional<RefreshToken> lock(SecretHash hash) {
        transactions.require();
        return transactions.call(() -> Optional.ofNullable(byHash.get(hash)));
    }

    @Override
    public void markUsed(SecretHash hash, Instant at) {
        transactions.run(() -> {
            RefreshToken token = byHash.get(hash);
            if (token != null) {
                replace(token, used(token, at));
            }
        });
    }

    @Override
    public void removeFamily(UUID family) {
        transactions.run(() -> removeAll(byFamily.getOrDefault(family, Set.of())));
    }

    @Override
    public void removeExpired(Instant before) {
        transactions.run(() -> removeAll(byExpiry.stream()
                .takeWhile(token -> token.expiresAt().isBefore(before))
                .toList()));
    }

    private void removeAll(Collection<RefreshToken> tokens) {
        List.copyOf(tokens).forEach(token -> replace(token, null));
    }

    private void replace(@Nullable RefreshToken before, @Nullable RefreshToken after) {
        transactions.onRollback(() -> index(after, before));
        index(before, after);
    }

    private void index(@Nullable RefreshToken before, @Nullable RefreshToken after) {
        if (before != null) {
            byHash.remove(before.hash());
            remove(byFamily, before.family(), before);
            remove(byUser, before.user(), before);
            byExpiry.remove(before);
        }
        if (after != null) {
            byHash.put(after.hash(), after);
            byFamily.computeIfAbsent(after.family(), _ -> new HashSet<>()).add(after);
            byUser.computeIfAbsent(after.user(), _ -> new HashSet<>()).add(after);
            byExpiry.add(after);
        }
    }

    private static <K> void remove(Map<K, Set<RefreshToken>> index, K key, RefreshToken token) {
        index.computeIfPresent(key, (_, tokens) -> {
            tokens.remove(token);
            return tokens.isEmpty() ? null : tokens;
        });
    }

    private static RefreshToken used(RefreshToken token, Instant at) {
        return new RefreshToken(
                token.hash(),
                token.family(),
                token.user(),
                token.tokenVersion(),
                token.issuedAt(),
                token.expiresAt(),
                at);
    }
}
