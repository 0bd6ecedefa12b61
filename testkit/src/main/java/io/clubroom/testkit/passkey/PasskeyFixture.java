package io.clubroom.testkit.passkey;

import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Passkeys for tests that verify no signature. */
public final class PasskeyFixture {
    public static final String RP_ID = "club.example";
    public static final Instant CREATED_AT = Instant.parse("2025-03-06T22:05:39.123456Z");

    private PasskeyFixture() {}

    public static Passkey of(UserId user) {
        return of(user, RP_ID, CREATED_AT);
    }

    public static Passkey of(UserId user, String rpId, Instant createdAt) {
        return new Passkey(
                new PasskeyId(UUID.randomUUID()),
                user,
                rpId,
                new Passkey.Credential(
                        SoftwareAuthenticator.randomCredentialId(), "pQECAyYgASE", List.of("internal", "hybrid"), true),
                7,
                true,
                new PasskeyName("Phone"),
                createdAt,
                null);
    }
}
