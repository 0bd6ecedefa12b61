package io.clubroom.domain.passkey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the responses of {@code navigator.credentials} in browsers (WebAuthn Level 3 §7). User presence and user verification are
 * required. Never blocks.
 */
public interface PasskeyCeremonies {
    /**
     * Verifies a registration (WebAuthn Level 3 §7.1). Attestation is not requested, because the kind of authenticator does not matter.
     *
     * @param challenge base64url of the challenge that was to be signed
     * @throws InvalidCredential if the verification fails
     */
    NewCredential register(Attestation response, String challenge);

    /**
     * Verifies a signature (WebAuthn Level 3 §7.2). The user handle is ignored.
     *
     * @param passkey the passkey named by the response; its signature counter must be below that of the response, or both must be 0
     * @param challenge base64url of the challenge that was to be signed
     * @throws InvalidCredential if the verification fails
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
     * @param userHandle null if the authenticator has stored none
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
     * @param signCount the authenticator's signature counter
     * @param backedUp whether the private key is currently copied to other devices
     */
    record NewCredential(Passkey.Credential credential, long signCount, boolean backedUp) {}

    /**
     * A valid signature.
     *
     * @param signCount the authenticator's signature counter
     * @param backedUp whether the private key is currently copied to other devices
     */
    record Signature(long signCount, boolean backedUp) {}
}
