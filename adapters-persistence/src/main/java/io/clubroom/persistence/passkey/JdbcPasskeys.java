package io.clubroom.persistence.passkey;

import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Passkeys in PostgreSQL; a unique index keeps each credential with one user only. */
@Singleton
public final class JdbcPasskeys implements Passkeys {
    private final PasskeyRows rows;

    JdbcPasskeys(PasskeyRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean add(Passkey passkey) {
        Passkey.Credential credential = passkey.credential();
        int added = rows.insert(
                passkey.id().value(),
                passkey.user().value(),
                passkey.rpId(),
                bytes(credential.id().value()),
                bytes(credential.publicKey()),
                passkey.signCount(),
                String.join(" ", credential.transports()),
                credential.backupEligible(),
                passkey.backedUp(),
                passkey.name().value(),
                passkey.createdAt(),
                passkey.lastUsedAt());
        return added == 1;
    }

    @Override
    public Optional<Passkey> find(CredentialId credential) {
        return rows.findByCredentialId(bytes(credential.value())).map(JdbcPasskeys::toPasskey);
    }

    @Override
    public List<Passkey> list(UserId user, String rpId) {
        return rows.findByUserIdAndRpIdOrderByCreatedAtAndId(user.value(), rpId).stream()
                .map(JdbcPasskeys::toPasskey)
                .toList();
    }

    @Override
    public void update(Passkey passkey) {
        rows.update(
                passkey.id().value(),
                passkey.name().value(),
                passkey.signCount(),
                passkey.backedUp(),
                passkey.lastUsedAt());
    }

    @Override
    public void remove(PasskeyId id) {
        rows.deleteById(id.value());
    }

    @Override
    public void removeSince(UserId user, Instant since) {
        rows.removeSince(user.value(), since);
    }

    @Override
    public Set<String> rpIds() {
        return Set.copyOf(rows.rpIds());
    }

    @Override
    public long countOfOthers(String rpId) {
        return rows.countByRpIdNotEquals(rpId);
    }

    private static Passkey toPasskey(PasskeyRow row) {
        return new Passkey(
                new PasskeyId(row.id()),
                new UserId(row.userId()),
                row.rpId(),
                new Passkey.Credential(
                        new CredentialId(text(row.credentialId())),
                        text(row.publicKey()),
                        row.transports().isEmpty()
                                ? List.of()
                                : List.of(row.transports().split(" ")),
                        row.backupEligible()),
                row.signCount(),
                row.backedUp(),
                new PasskeyName(row.name()),
                row.createdAt(),
                row.lastUsedAt());
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
