package io.clubroom.domain.passkey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what browsers return from {@code navigator.credentials} (WebAuthn Level 3 §7). User presence and user verification are required.
 * Never blocks.
 */
public interface PasskeyCeremonies {
    /**
     * Verifies a registration (WebAuthn Level 3 §7.1). Attestation is not asked for; which authenticator it is does not matter.
     *
     * @param challenge base64url of what was to be signed
     * @throws InvalidCredential if the response does not prove what it should
     */
    NewCredential register(Attestation response, String challenge);

    /**
     * Verifies a signature (WebAuthn Level 3 §7.2). A user handle is not looked at.
     *
     * @param passkey that the response names; its counter of signatures is below the one of the response, or both are 0
     * @param challenge base64url of what was to be signed
     * @throws InvalidCredential if the response does not prove what it should
     */
    Signature verify(Assertion response, Passkey passkey, String challenge);

    /**
     * A {@code RegistrationResponseJSON} (WebAuthn Level 3 §5.1): bytes are in base64url, unchecked.
     *
     * @param transports as the browser names them; empty if it names none
     */
    record Attestation(CredentialId id, String clientDataJson, String attestationObject, List<String> transports) {
        public Attestation {
            transports = List.copyOf(transports);
        }
    }

    /**
     * An {@code AuthenticationResponseJSON} (WebAuthn Level 3 §5.1): bytes are in base64url, unchecked.
     *
     * @param userHandle null if the authenticator has kept none
     */
    record Assertion(
            CredentialId id,
            String clientDataJson,
            String authenticatorData,
            String signature,
            @Nullable String userHandle) {}

    /**
     * A credential that has just been made.
     *
     * @param signCount the authenticator's counter of signatures
     * @param backedUp whether the private key is copied to other devices at the moment
     */
    record NewCredential(Passkey.Credential credential, long signCount, boolean backedUp) {}

    /**
     * A valid signature.
     *
     * @param signCount the authenticator's counter of signatures
     * @param backedUp whether the private key is copied to other devices at the moment
     */
    record Signature(long signCount, boolean backedUp) {}
}
