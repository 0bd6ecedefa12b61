package io.clubroom.bootstrap.memory;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.mail.LinkRequests;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.auth.InMemoryRefreshTokens;
import io.clubroom.memory.auth.InMemoryTokenRevocations;
import io.clubroom.memory.factor.InMemoryPendingSignIns;
import io.clubroom.memory.factor.InMemoryRecoveryCodes;
import io.clubroom.memory.factor.InMemorySecondFactors;
import io.clubroom.memory.factor.InMemoryTotpSecrets;
import io.clubroom.memory.factor.InMemoryWrongAnswers;
import io.clubroom.memory.file.InMemoryAvatars;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryThumbnails;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.identity.InMemorySignInAttempts;
import io.clubroom.memory.identity.InMemorySignInCodes;
import io.clubroom.memory.identity.InMemoryUserIdentities;
import io.clubroom.memory.invitation.InMemoryInvitations;
import io.clubroom.memory.mail.InMemoryAccountLinks;
import io.clubroom.memory.mail.InMemoryLinkRequests;
import io.clubroom.memory.mail.InMemoryOutbox;
import io.clubroom.memory.passkey.InMemoryPasskeyChallenges;
import io.clubroom.memory.passkey.InMemoryPasskeys;
import io.clubroom.memory.session.InMemorySessions;
import io.clubroom.memory.user.InMemoryAdmins;
import io.clubroom.memory.user.InMemoryUserDirectory;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.web.health.HealthCheck;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.InstantSource;

@Factory
@Requires(property = "clubroom.adapters", value = "memory")
final class InMemoryAdapters {
    @Singleton
    @Bean(typed = {InMemoryTransactions.class, Transactions.class})
    InMemoryTransactions transactions() {
        return new InMemoryTransactions();
    }

    /** Provides the entry {@code database} of {@code /health}. */
    @Singleton
    HealthCheck database() {
        return new HealthCheck() {
            @Override
            public String name() {
                return "database";
            }

            @Override
            public State state() {
                return State.UP;
            }
        };
    }

    @Singleton
    InMemoryUsers users(InMemoryTransactions transactions) {
        return new InMemoryUsers(transactions);
    }

    @Singleton
    Admins admins(InMemoryUsers users) {
        return new InMemoryAdmins(users);
    }

    @Singleton
    UserDirectory directory(InMemoryUsers users) {
        return new InMemoryUserDirectory(users);
    }

    @Singleton
    RefreshTokens refreshTokens(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryRefreshTokens(transactions, users);
    }

    /** Created eagerly, because transactions look up the sessions of actors. */
    @Context
    Sessions sessions(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemorySessions(transactions, users);
    }

    @Singleton
    SecondFactors secondFactors(
            TotpSecrets secrets, RecoveryCodes codes, Passkeys passkeys, RelyingParty relyingParty) {
        return new InMemorySecondFactors(secrets, codes, passkeys, relyingParty);
    }

    @Singleton
    TotpSecrets totpSecrets(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryTotpSecrets(transactions, users);
    }

    @Singleton
    RecoveryCodes recoveryCodes(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryRecoveryCodes(transactions, users);
    }

    @Singleton
    WrongAnswers wrongAnswers(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryWrongAnswers(transactions, users);
    }

    @Singleton
    PendingSignIns pendingSignIns(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryPendingSignIns(transactions, users);
    }

    @Singleton
    TokenRevocations revocations(InMemoryTransactions transactions) {
        return new InMemoryTokenRevocations(transactions);
    }

    @Singleton
    UserIdentities identities(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryUserIdentities(transactions, users);
    }

    @Singleton
    SignInAttempts signInAttempts(InMemoryTransactions transactions) {
        return new InMemorySignInAttempts(transactions);
    }

    @Singleton
    SignInCodes signInCodes(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemorySignInCodes(transactions, users);
    }

    /** Created eagerly, like the next bean, because passkeys are removed with their users. */
    @Context
    Passkeys passkeys(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryPasskeys(transactions, users);
    }

    @Context
    PasskeyChallenges passkeyChallenges(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryPasskeyChallenges(transactions, users);
    }

    @Singleton
    Outbox outbox(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryOutbox(transactions, users);
    }

    /** Created eagerly, because it tells {@link InMemoryUsers} which addresses are reserved. */
    @Context
    AccountLinks accountLinks(InMemoryTransactions transactions, InMemoryUsers users, InstantSource clock) {
        return new InMemoryAccountLinks(transactions, users, clock);
    }

    @Singleton
    LinkRequests linkRequests(InMemoryTransactions transactions) {
        return new InMemoryLinkRequests(transactions);
    }

    @Singleton
    Invitations invitations(InMemoryTransactions transactions, InMemoryUsers users) {
        return new InMemoryInvitations(transactions, users);
    }

    /** The adapters for files are created eagerly, because they remove the data of removed users and files. */
    @Context
    InMemoryContents contents(InMemoryTransactions transactions) {
        return new InMemoryContents(transactions);
    }

    @Context
    InMemoryUploads uploads(InMemoryTransactions transactions, InMemoryUsers users, InMemoryContents contents) {
        return new InMemoryUploads(transactions, users, contents);
    }

    @Context
    InMemoryFiles files(
            InMemoryTransactions transactions,
            InMemoryUsers users,
            InMemoryContents contents,
            InMemoryUploads uploads) {
        return new InMemoryFiles(transactions, users, contents, uploads);
    }

    @Context
    Thumbnails thumbnails(InMemoryTransactions transactions, InMemoryFiles files, InMemoryContents contents) {
        return new InMemoryThumbnails(transactions, files, contents);
    }

    @Context
    Avatars avatars(InMemoryTransactions transactions, InMemoryUsers users, InMemoryContents contents) {
        return new InMemoryAvatars(transactions, users, contents);
    }
}
