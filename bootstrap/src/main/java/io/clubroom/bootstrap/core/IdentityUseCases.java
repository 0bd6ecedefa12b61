package io.clubroom.bootstrap.core;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.identity.AdmitIdentity;
import io.clubroom.application.identity.BeginExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn;
import io.clubroom.application.identity.ExchangeSignInCode;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Users;
import io.clubroom.web.oauth.OAuthSettings;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

@Factory
final class IdentityUseCases {
    @Singleton
    BeginExternalSignIn beginExternalSignIn(
            IdentityProviders providers,
            SignInAttempts attempts,
            InstantSource clock,
            Supplier<String> secrets,
            OAuthSettings settings) {
        return new BeginExternalSignIn(providers, attempts, clock, secrets, settings.returnUrls());
    }

    @Singleton
    AdmitIdentity admitIdentity(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            TokenRevocations revocations,
            RegistrationPolicy policy,
            Invitations invitations,
            InstantSource clock,
            Supplier<UUID> ids) {
        return new AdmitIdentity(transactions, users, identities, revocations, policy, invitations, clock, ids);
    }

    @Singleton
    CompleteExternalSignIn completeExternalSignIn(
            Transactions transactions,
            IdentityProviders providers,
            SignInAttempts attempts,
            AdmitIdentity admitIdentity,
            Users users,
            OpenSession openSession,
            SignInCodes codes,
            InstantSource clock,
            Supplier<UUID> ids,
            Supplier<String> secrets) {
        return new CompleteExternalSignIn(
                transactions, providers, attempts, admitIdentity, users, openSession, codes, clock, ids, secrets);
    }

    @Singleton
    ExchangeSignInCode exchangeSignInCode(
            Transactions transactions,
            SignInCodes codes,
            Users users,
            OpenSession openSession,
            InstantSource clock,
            Supplier<UUID> ids) {
        return new ExchangeSignInCode(transactions, codes, users, openSession, clock, ids);
    }
}
