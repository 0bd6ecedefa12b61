package io.clubroom.bootstrap.core;

import io.clubroom.application.invitation.DescribeInvitation;
import io.clubroom.application.invitation.Invite;
import io.clubroom.application.invitation.ListInvitations;
import io.clubroom.application.invitation.ResendInvitation;
import io.clubroom.application.invitation.SendInvitation;
import io.clubroom.application.invitation.WithdrawInvitation;
import io.clubroom.application.mail.SendMail;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Users;
import io.clubroom.web.http.PublicUrl;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

@Factory
final class InvitationUseCases {
    @Singleton
    SendInvitation sendInvitation(Users users, SendMail sendMail, PublicUrl publicUrl) {
        return new SendInvitation(users, sendMail, publicUrl::get);
    }

    @Singleton
    Invite invite(
            Transactions transactions,
            Invitations invitations,
            Users users,
            Rooms rooms,
            RegistrationPolicy policy,
            SendInvitation sendInvitation,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        return new Invite(transactions, invitations, users, rooms, policy, sendInvitation, clock, ids, secrets);
    }

    @Singleton
    ListInvitations listInvitations(Invitations invitations) {
        return new ListInvitations(invitations);
    }

    @Singleton
    WithdrawInvitation withdrawInvitation(Transactions transactions, Invitations invitations, InstantSource clock) {
        return new WithdrawInvitation(transactions, invitations, clock);
    }

    @Singleton
    ResendInvitation resendInvitation(
            Transactions transactions,
            Invitations invitations,
            Users users,
            SendInvitation sendInvitation,
            InstantSource clock,
            Supplier<String> secrets) {
        return new ResendInvitation(transactions, invitations, users, sendInvitation, clock, secrets);
    }

    @Singleton
    DescribeInvitation describeInvitation(Invitations invitations, RegistrationPolicy policy, InstantSource clock) {
        return new DescribeInvitation(invitations, policy, clock);
    }
}
