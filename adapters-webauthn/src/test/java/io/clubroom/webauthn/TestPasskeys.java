package io.clubroom.webauthn;

import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies.NewCredential;
import io.clubroom.domain.passkey.PasskeyId;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Relying parties and passkeys for tests. */
final class TestPasskeys {
    static final RelyingParty AT_EXAMPLE_ORG = relyingParty("example.org", Set.of("https://example.org"));

    private TestPasskeys() {}

    static RelyingParty relyingParty(String id, Set<String> origins) {
        return new RelyingParty() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Set<String> origins() {
                return origins;
            }
        };
    }

    static Passkey passkey(NewCredential made) {
        return new Passkey(
                new PasskeyId(new UUID(1, 1)),
                new UserId(new UUID(2, 2)),
                "example.org",
                made.credential(),
                made.signCount(),
                made.backedUp(),
                new PasskeyName("Key"),
                Instant.EPOCH,
                null);
    }
}
