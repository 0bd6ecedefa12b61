package io.clubroom.bootstrap.core;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.RefreshSession;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.auth.SignOut;
import io.clubroom.bcrypt.BcryptPasswordHasher;
import io.clubroom.bootstrap.settings.PasswordSettings;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.AccessTokens;
import io.clubroom.domain.auth.RefreshTokens;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Users;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

@Factory
final class AuthUseCases {
    @Singleton
    @Bean(preDestroy = "close")
    BcryptPasswordHasher passwordHasher(PasswordSettings settings) {
        return BcryptPasswordHasher.forThisMachine(settings.hashCost());
    }

    @Singleton
    OpenSession openSession(
            AccessTokens accessTokens, RefreshTokens refreshTokens, InstantSource clock, Supplier<String> secrets) {
        return new OpenSession(accessTokens, refreshTokens, clock, secrets);
    }

    @Singleton
    SignIn signIn(
            Transactions transactions,
            Users users,
            PasswordHasher passwords,
            OpenSession openSession,
            RegistrationPolicy policy,
            Supplier<UUID> ids) {
        return new SignIn(transactions, users, passwords, openSession, policy, ids);
    }

    @Singleton
    RefreshSession refreshSession(
            Transactions transactions,
            RefreshTokens refreshTokens,
            Users users,
            OpenSession openSession,
            InstantSource clock) {
        return new RefreshSession(transactions, refreshTokens, users, openSession, clock);
    }

    @Singleton
    SignOut signOut(Transactions transactions, RefreshTokens refreshTokens) {
        return new SignOut(transactions, refreshTokens);
    }
}
