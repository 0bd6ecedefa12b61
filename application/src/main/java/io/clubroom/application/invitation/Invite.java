package io.clubroom.application.invitation;

import io.clubroom.application.auth.StepUp;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.InvitationId;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Invites an address to register. Administrators may invite for any role, trainers for clients. */
public final class Invite {
    public record Command(Email email, Role role, List<RoomId> rooms) {}

    public sealed interface Result {
        record Invited(Invitation invitation) implements Result {}

        record NotAllowed() implements Result {}

        /** The actor may not invite for this role. */
        record RoleNotAllowed() implements Result {}

        /** Addresses of this domain may not register. */
        record DomainNotAllowed() implements Result {}

        /** A user has the address, or can still restore it. */
        record EmailTaken() implements Result {}

        /** The address already has a pending invitation. */
        record AlreadyInvited() implements Result {}

        /** The room does not exist, or is not public. */
        record UnknownRoom(RoomId room) implements Result {}
    }

    private final Transactions transactions;
    private final Invitations invitations;
    private final Users users;
    private final RoomStandings standings;
    private final RegistrationPolicy policy;
    private final StepUp stepUp;
    private final SendInvitation sendInvitation;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Supplier<String> secrets;

    /** @param secrets generates random secrets of at least 256 bits in base64url */
    public Invite(
            Transactions transactions,
            Invitations invitations,
            Users users,
            RoomStandings standings,
            RegistrationPolicy policy,
            StepUp stepUp,
            SendInvitation sendInvitation,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        this.transactions = transactions;
        this.invitations = invitations;
        this.users = users;
        this.standings = standings;
        this.policy = policy;
        this.stepUp = stepUp;
        this.sendInvitation = sendInvitation;
        this.clock = clock;
        this.ids = ids;
        this.secrets = secrets;
    }

    /** @param request parses the request; called only for those who may invite, so that others are refused even if the request is invalid. */
    public Result invite(Actor actor, Supplier<Command> request) {
        if (!(actor instanceof Actor.SignedIn inviter) || inviter.role().isBelow(Role.TRAINER)) {
            return new Result.NotAllowed();
        }
        Command command = request.get();
        if (!actor.isAdmin()) {
            if (command.role() != Role.CLIENT) {
                return new Result.RoleNotAllowed();
            }
            if (!policy.admitsDomainOf(command.email())) {
                return new Result.DomainNotAllowed();
            }
        }
        Optional<RoomId> unknown = unknownRoom(inviter, command.rooms());
        if (unknown.isPresent()) {
            return new Result.UnknownRoom(unknown.get());
        }
        return transactions.call(actor, () -> store(inviter, command));
    }

    /** Returns a room that does not exist or is not public. Others see the invitation, so it must not name rooms hidden from them. */
    private Optional<RoomId> unknownRoom(Actor.SignedIn inviter, List<RoomId> rooms) {
        Map<RoomStandings.Key, RoomStanding> standing = standings.of(
                rooms.stream().map(room -> new RoomStandings.Key(inviter, room)).toList());
        return rooms.stream()
                .filter(room -> {
                    RoomStanding found = standing.get(new RoomStandings.Key(inviter, room));
                    return found == null || found.kind() != RoomKind.PUBLIC || !RoomAccess.mayRead(found);
                })
                .findFirst();
    }

    private Result store(Actor.SignedIn inviter, Command command) {
        if (command.role() == Role.ADMIN) {
            // Nobody with an old token of an administrator may get a new one by inviting another administrator.
            stepUp.require(inviter);
        }
        if (users.isTaken(command.email())) {
            return new Result.EmailTaken();
        }
        Instant now = clock.instant();
        String token = secrets.get();
        Invitation invitation = new Invitation(
                new InvitationId(ids.get()),
                command.email(),
                command.role(),
                List.copyOf(command.rooms()),
                inviter.id(),
                now,
                now.plus(Invitation.LIFETIME),
                null,
                null);
        if (!invitations.add(invitation, SecretHash.of(token))) {
            return new Result.AlreadyInvited();
        }
        sendInvitation.send(invitation, token);
        return new Result.Invited(invitation);
    }
}
