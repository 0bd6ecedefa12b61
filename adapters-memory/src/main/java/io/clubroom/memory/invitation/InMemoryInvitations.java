package io.clubroom.memory.invitation;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.Invitation.Status;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Invitations in memory. */
public final class InMemoryInvitations implements Invitations {
    private static final Comparator<Invitation> NEWEST_FIRST = Comparator.comparing(
                    InMemoryInvitations::position, InMemoryInvitations::compare)
            .reversed();

    private final InMemoryTransactions transactions;
    private final Map<InvitationId, Entry> entries = new HashMap<>();

    private record Entry(Invitation invitation, SecretHash token) {}

    public InMemoryInvitations(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        users.onRemoval(this::forget);
    }

    @Override
    public boolean add(Invitation invitation, SecretHash token) {
        return transactions.call(() -> {
            boolean isFree =
                    findPending(invitation.email(), invitation.createdAt()).isEmpty();
            if (isFree) {
                put(new Entry(invitation, token));
            }
            return isFree;
        });
    }

    @Override
    public Optional<Invitation> find(InvitationId id) {
        return transactions.call(() -> Optional.ofNullable(entries.get(id)).map(Entry::invitation));
    }

    @Override
    public Optional<Invitation> findByToken(SecretHash token) {
        return transactions.call(() -> entries.values().stream()
                .filter(entry -> entry.token.equals(token))
                .map(Entry::invitation)
                .findFirst());
    }

    @Override
    public Optional<Invitation> findPending(Email email, Instant now) {
        return transactions.call(() -> invitations()
                .filter(invitation -> invitation.email().isSameAs(email))
                .filter(invitation -> invitation.statusAt(now) == Status.PENDING)
                .findFirst());
    }

    @Override
    public boolean accept(InvitationId id, Instant now) {
        return end(id, now, now, null);
    }

    @Override
    public boolean accept(SecretHash token, Instant now) {
        return transactions.call(() ->
                findByToken(token).filter(found -> accept(found.id(), now)).isPresent());
    }

    @Override
    public boolean withdraw(InvitationId id, Instant now) {
        return end(id, now, null, now);
    }

    private boolean end(InvitationId id, Instant now, @Nullable Instant acceptedAt, @Nullable Instant withdrawnAt) {
        return transactions.call(() -> {
            Entry entry = entries.get(id);
            if (entry == null || entry.invitation.statusAt(now) != Status.PENDING) {
                return false;
            }
            Invitation ended = copy(entry.invitation, entry.invitation.invitedBy(), acceptedAt, withdrawnAt);
            put(new Entry(ended, entry.token));
            return true;
        });
    }

    @Override
    public boolean renew(Invitation renewed, SecretHash token, Instant now) {
        return transactions.call(() -> {
            Entry entry = entries.get(renewed.id());
            boolean isRenewable = entry != null
                    && entry.invitation.acceptedAt() == null
                    && entry.invitation.withdrawnAt() == null
                    && findPending(entry.invitation.email(), now)
                            .filter(other -> !other.id().equals(renewed.id()))
                            .isEmpty();
            if (isRenewable) {
                put(new Entry(renewed, token));
            }
            return isRenewable;
        });
    }

    @Override
    public List<Invitation> list(@Nullable UserId invitedBy, @Nullable Position after, int limit) {
        return transactions.call(() -> invitations()
                .filter(invitation -> invitedBy == null || invitedBy.equals(invitation.invitedBy()))
                .filter(invitation -> after == null || compare(position(invitation), after) < 0)
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList());
    }

    /** Like a foreign key with {@code ON DELETE SET NULL}. */
    private void forget(UserId user) {
        List.copyOf(entries.values()).stream()
                .filter(entry -> user.equals(entry.invitation.invitedBy()))
                .forEach(entry -> put(new Entry(
                        copy(entry.invitation, null, entry.invitation.acceptedAt(), entry.invitation.withdrawnAt()),
                        entry.token)));
    }

    private Stream<Invitation> invitations() {
        return entries.values().stream().map(Entry::invitation);
    }

    private void put(Entry entry) {
        InvitationId id = entry.invitation.id();
        Entry before = entries.put(id, entry);
        transactions.onRollback(() -> {
            if (before == null) {
                entries.remove(id);
            } else {
                entries.put(id, before);
            }
        });
    }

    private static Invitation copy(
            Invitation invitation,
            @Nullable UserId invitedBy,
            @Nullable Instant acceptedAt,
            @Nullable Instant withdrawnAt) {
        return new Invitation(
                invitation.id(),
                invitation.email(),
                invitation.role(),
                invitation.rooms(),
                invitedBy,
                invitation.createdAt(),
                invitation.expiresAt(),
                acceptedAt,
                withdrawnAt);
    }

    private static Position position(Invitation invitation) {
        return new Position(invitation.createdAt(), invitation.id());
    }

    /** Compares ids as PostgreSQL does. */
    private static int compare(Position one, Position other) {
        int byTime = one.createdAt().compareTo(other.createdAt());
        return byTime != 0 ? byTime : one.id().toString().compareTo(other.id().toString());
    }
}
