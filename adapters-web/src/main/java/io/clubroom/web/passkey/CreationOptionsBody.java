package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.clubroom.application.passkey.BeginPasskeyRegistration;
import io.clubroom.application.passkey.PasskeyOffer;
import io.clubroom.domain.passkey.PasskeyAlgorithm;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.UserHandle;
import io.clubroom.domain.user.User;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A {@code PublicKeyCredentialCreationOptionsJSON} (WebAuthn Level 3 §5.1.8) and the id of its challenge. Described in
 * {@code components.yaml}, because micronaut-openapi would convert the names of all members to snake case.
 *
 * @param timeout how long the challenge is valid, in milliseconds
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
record CreationOptionsBody(
        @JsonProperty("challenge_id") UUID challengeId,
        RelyingPartyEntity rp,
        UserEntity user,
        String challenge,
        List<Parameters> pubKeyCredParams,
        long timeout,
        List<CredentialDescriptor> excludeCredentials,
        Selection authenticatorSelection,
        String attestation) {
    static final String TYPE = "public-key";
    static final String REQUIRED = "required";

    private static final List<Parameters> ALGORITHMS = Stream.of(PasskeyAlgorithm.values())
            .map(algorithm -> new Parameters(TYPE, algorithm.cose()))
            .toList();

    static CreationOptionsBody of(BeginPasskeyRegistration.Begun begun, String serverName) {
        PasskeyOffer offer = begun.offer();
        User user = begun.user();
        return new CreationOptionsBody(
                offer.challenge().id().value(),
                new RelyingPartyEntity(offer.rpId(), serverName),
                new UserEntity(
                        UserHandle.of(user.id()).value(),
                        user.email().value(),
                        user.fullName().value()),
                offer.challenge().value(),
                ALGORITHMS,
                PasskeyChallenge.LIFETIME.toMillis(),
                CredentialDescriptor.of(offer.existing()),
                new Selection(REQUIRED, true, REQUIRED),
                "none");
    }

    /** A {@code PublicKeyCredentialRpEntity}. */
    @Serdeable.Serializable
    record RelyingPartyEntity(String id, String name) {}

    /** A {@code PublicKeyCredentialUserEntityJSON}. */
    @Serdeable.Serializable
    record UserEntity(String id, String name, String displayName) {}

    /** A {@code PublicKeyCredentialParameters}. */
    @Serdeable.Serializable
    record Parameters(String type, int alg) {}

    /**
     * An {@code AuthenticatorSelectionCriteria}.
     *
     * @param residentKey requires that the authenticator stores the passkey, so that users need not enter a name to sign in
     * @param requireResidentKey the same for browsers that do not support {@code residentKey}
     * @param userVerification requires that the authenticator verifies the user, for example by fingerprint
     */
    @Serdeable.Serializable
    record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}
}
