package io.clubroom.domain.passkey;

import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of a user: a credential record of WebAuthn Level 3 §4.
 *
 * @param rpId the relying party for which it was made; it works for no other
 * @param signCount the authenticator's signature counter when it was last used; 0 if it has none
 * @param lastUsedAt null until it is used
 */
public record Passkey(
        PasskeyId id,
        UserId user,
        String rpId,
        Credential credential,
        long signCount,
        boolean backedUp,
        PasskeyName name,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    /** The maximum number of passkeys of a user. */
    public static final int MAX_PER_USER = 20;

    /**
     * The description of a credential by its authenticator when it was made.
     *
     * @param publicKey a COSE_Key (RFC 9052 §7) in base64url without padding
     * @param transports how browsers reach the authenticator; values of AuthenticatorTransport (WebAuthn Level 3 §5.8.4), or others
     * @param backupEligible whether the private key can be copied to other devices
     */
    public record Credential(CredentialId id, String publicKey, List<String> transports, boolean backupEligible) {
        public Credential {
            transports = List.copyOf(transports);
        }
    }

    public Passkey renamed(PasskeyName other) {
        return new Passkey(id, user, rpId, credential, signCount, backedUp, other, createdAt, lastUsedAt);
    }

    /** The passkey after a signature. */
    public Passkey used(PasskeyCeremonies.Signature signature, Instant at) {
        return new Passkey(
                id, user, rpId, credential, signature.signCount(), signature.backedUp(), name, createdAt, at);
    }

    /** The authentication method of sessions opened with this passkey. */
    public AuthenticationMethod method() {
        return credential.backupEligible() ? AuthenticationMethod.SWK : AuthenticationMethod.HWK;
    }
}
