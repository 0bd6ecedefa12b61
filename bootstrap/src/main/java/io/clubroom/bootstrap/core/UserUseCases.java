package io.clubroom.bootstrap.core;

import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.mail.SendNotice;
import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.DeleteUser;
import io.clubroom.application.user.EnsureAdmin;
import io.clubroom.application.user.GetUser;
import io.clubroom.application.user.GetUserStatistics;
import io.clubroom.application.user.ListUsers;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.bootstrap.settings.PasswordSettings;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.NameClaims;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.user.InMemoryNameClaims;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

@Factory
final class UserUseCases {
    @Singleton
    CreateUser createUser(
            Transactions transactions,
            Users users,
            NameClaims claims,
            PasswordHasher passwords,
            RegistrationPolicy policy,
            Invitations invitations,
            SendLink sendLink,
            SendMail sendMail,
            InstantSource clock,
            Supplier<UUID> ids) {
        return new CreateUser(
                transactions, users, claims, passwords, policy, invitations, sendLink, sendMail, clock, ids);
    }

    /** Claims cover one node, so they are kept in memory whichever database is used. */
    @Singleton
    NameClaims nameClaims() {
        return new InMemoryNameClaims();
    }

    @Singleton
    GetUser getUser(Users users) {
        return new GetUser(users);
    }

    @Singleton
    ListUsers listUsers(UserDirectory directory) {
        return new ListUsers(directory);
    }

    @Singleton
    GetUserStatistics getUserStatistics(UserDirectory directory, InstantSource clock) {
        return new GetUserStatistics(directory, clock);
    }

    @Singleton
    UpdateUser updateUser(
            Transactions transactions,
            Users users,
            Admins admins,
            PasswordHasher passwords,
            TokenRevocations revocations,
            RoomRelay relay,
            RegistrationPolicy policy,
            SendLink sendLink,
            SendNotice sendNotice,
            InstantSource clock,
            PasswordSettings settings) {
        return new UpdateUser(
                transactions,
                users,
                admins,
                passwords,
                revocations,
                relay,
                policy,
                sendLink,
                sendNotice,
                clock,
                settings.requireCurrent());
    }

    @Singleton
    DeleteUser deleteUser(
            Transactions transactions, Users users, Admins admins, TokenRevocations revocations, RoomRelay relay) {
        return new DeleteUser(transactions, users, admins, revocations, relay);
    }

    @Singleton
    EnsureAdmin ensureAdmin(
            Transactions transactions,
            Users users,
            Admins admins,
            PasswordHasher passwords,
            TokenRevocations revocations,
            UserIdentities identities,
            InstantSource clock,
            Supplier<UUID> ids) {
        return new EnsureAdmin(transactions, users, admins, passwords, revocations, identities, clock, ids);
    }
}
