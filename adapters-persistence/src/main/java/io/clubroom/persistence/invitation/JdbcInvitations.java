package io.clubroom.persistence.invitation;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Invitations in PostgreSQL. A unique index ensures that an address has at most one current invitation. */
@Singleton
public final class JdbcInvitations implements Invitations {
    /** The hash seed that distinguishes these advisory locks from others: "invites" in ASCII. */
    private static final long LOCKS = 0x69_6E76_6974_6573L;

    /** A position before the newest invitation. */
    private static final Position START =
            new Position(Instant.parse("9999-12-31T23:59:59Z"), new InvitationId(new UUID(-1, -1)));

    private final InvitationRows rows;
    private final JdbcTransactions transactions;

    JdbcInvitations(InvitationRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public boolean add(Invitation invitation, SecretHash token) {
        return transactions.call(() -> {
            makeRoom(invitation.email(), invitation.createdAt());
            int added = rows.insert(
                    invitation.id().value(),
                    HashedSecrets.column(token),
                    invitation.email().value(),
                    invitation.role().text(),
                    invitation.rooms().stream().map(RoomId::value).toArray(String[]::new),
                    invitation.invitedBy() == null
                            ? null
                            : invitation.invitedBy().value(),
                    invitation.createdAt(),
                    invitation.expiresAt(),
                    invitation.acceptedAt(),
                    invitation.withdrawnAt());
            return added == 1;
        });
    }

    @Override
    public Optional<Invitation> find(InvitationId id) {
        return rows.findById(id.value()).map(JdbcInvitations::toInvitation);
    }

    @Override
    public Optional<Invitation> findByToken(SecretHash token) {
        return rows.findByToken(HashedSecrets.column(token)).map(JdbcInvitations::toInvitation);
    }

    @Override
    public Optional<Invitation> findPending(Email email, Instant now) {
        // PostgreSQL rejects text with U+0000.
        if (email.value().indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return rows.findPending(email.value(), now).map(JdbcInvitations::toInvitation);
    }

    @Override
    public boolean accept(InvitationId id, Instant now) {
        return rows.accept(id.value(), now) == 1;
    }

    @Override
    public boolean accept(SecretHash token, Instant now) {
        return rows.acceptByToken(HashedSecrets.column(token), now) == 1;
    }

    @Override
    public boolean withdraw(InvitationId id, Instant now) {
        return rows.withdraw(id.value(), now) == 1;
    }

    @Override
    public boolean renew(Invitation renewed, SecretHash token, Instant now) {
        return transactions.call(() -> {
            makeRoom(renewed.email(), now);
            return rows.renew(renewed.id().value(), HashedSecrets.column(token), renewed.expiresAt()) == 1;
        });
    }

    private void makeRoom(Email email, Instant now) {
        rows.lock(email.value(), LOCKS);
        rows.endExpired(email.value(), now);
    }

    @Override
    public List<Invitation> list(@Nullable UserId invitedBy, @Nullable Position after, int limit) {
        Position start = after == null ? START : after;
        List<InvitationRow> page = invitedBy == null
                ? rows.list(start.createdAt(), start.id().value(), limit)
                : rows.listOf(invitedBy.value(), start.createdAt(), start.id().value(), limit);
        return page.stream().map(JdbcInvitations::toInvitation).toList();
    }

    private static Invitation toInvitation(InvitationRow row) {
        return new Invitation(
                new InvitationId(row.id()),
                new Email(row.email()),
                Role.of(row.role()),
                Arrays.stream(row.roomIds()).map(RoomId::new).toList(),
                row.invitedBy() == null ? null : new UserId(row.invitedBy()),
                row.createdAt(),
                row.expiresAt(),
                row.acceptedAt(),
                row.withdrawnAt());
    }
}
