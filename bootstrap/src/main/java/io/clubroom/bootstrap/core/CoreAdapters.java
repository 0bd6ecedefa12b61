package io.clubroom.bootstrap.core;

import io.clubroom.bcrypt.BcryptPasswordHasher;
import io.clubroom.bootstrap.settings.PasswordSettings;
import io.clubroom.chat.feed.RoomJson;
import io.clubroom.chat.upgrade.ErrorResponseFactory;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.factor.RecoveryCodeHasher;
import io.clubroom.domain.file.ContentInspector;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.user.NameClaims;
import io.clubroom.memory.chat.InMemoryRoomRelay;
import io.clubroom.memory.user.InMemoryNameClaims;
import io.clubroom.persistence.EncryptionKeys;
import io.clubroom.pictures.ImageIoPictures;
import io.clubroom.pictures.TikaContentInspector;
import io.clubroom.web.chat.RoomEncoder;
import io.clubroom.web.error.ErrorResponses;
import io.clubroom.webauthn.WebAuthn4jCeremonies;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

/** Adapters that do not depend on where data is stored. */
@Factory
final class CoreAdapters {
    @Singleton
    @Bean(preDestroy = "close")
    BcryptPasswordHasher passwordHasher(PasswordSettings settings) {
        return BcryptPasswordHasher.forThisMachine(settings.hashCost());
    }

    @Singleton
    PasswordPolicy passwordPolicy(PasswordSettings settings) {
        return settings.policy();
    }

    @Singleton
    KeyedHash keyedHash(EncryptionKeys keys) {
        return new HmacKeyedHash(keys.current());
    }

    @Singleton
    PasskeyCeremonies passkeyCeremonies(RelyingParty relyingParty) {
        return new WebAuthn4jCeremonies(relyingParty);
    }

    @Singleton
    ContentInspector contentInspector() {
        return new TikaContentInspector();
    }

    @Singleton
    @Bean(preDestroy = "close")
    ImageIoPictures pictures() {
        return ImageIoPictures.forThisMachine();
    }

    @Singleton
    RecoveryCodeHasher recoveryCodeHasher() {
        return new Pbkdf2RecoveryCodeHasher();
    }

    /** Claims apply to one node, so they are always kept in memory. */
    @Singleton
    NameClaims nameClaims() {
        return new InMemoryNameClaims();
    }

    /** Used without a shared database, when there are no other nodes. */
    @Singleton
    @Requires(property = "clubroom.chat.relay", notEquals = "postgres")
    RoomRelay relay(Transactions transactions) {
        return new InMemoryRoomRelay(new InMemoryRoomRelay.Network(), transactions);
    }

    /** The chat rejects upgrade requests in the common error format. */
    @Singleton
    ErrorResponseFactory chatErrors(ErrorResponses errors) {
        return errors::of;
    }

    /** The chat shows rooms as the REST API does. */
    @Singleton
    RoomJson roomJson(RoomEncoder encoder) {
        return encoder::encode;
    }
}
