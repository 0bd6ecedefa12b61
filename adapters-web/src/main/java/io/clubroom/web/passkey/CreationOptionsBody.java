package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.clubroom.application.passkey.BeginPasskeyRegistration;
import io.clubroom.domain.passkey.PasskeyAlgorithm;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.UserHandle;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A {@code PublicKeyCredentialCreationOptionsJSON} (WebAuthn Level 3 §5.1.8) and the id of its challenge.
 *
 * @param challengeId To be sent with the credential.
 * @param challenge In base64url.
 * @param timeout For how many milliseconds the challenge is valid.
 * @param excludeCredentials The passkeys that the user has already.
 * @param attestation {@code none}: what the authenticator is does not matter.
 */
@Schema(name = "PasskeyCreationOptions", examples = CreationOptionsBody.EXAMPLE)
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

    static final String EXAMPLE = """
        {
          "challenge_id": "6f9d3b0e-8a31-4b5f-8c1d-0d2c8a6e4b11",
          "rp": {"id": "club.example.com", "name": "Clubroom"},
          "user": {"id": "yGXzFcM5QImVG9QrdBddzQ", "name": "maria@example.com", "displayName": "Maria Jansen"},
          "challenge": "lP7sN8f0m1J4u2z0r6m3o9yQ3XjQ0kqf5b8dS1hT7wA",
          "pubKeyCredParams": [{"type": "public-key", "alg": -7}, {"type": "public-key", "alg": -8}, {"type": "public-key", "alg": -257}],
          "timeout": 300000,
          "excludeCredentials": [],
          "authenticatorSelection": {"residentKey": "required", "requireResidentKey": true, "userVerification": "required"},
          "attestation": "none"
        }\
        """;

    private static final List<Parameters> ALGORITHMS = Stream.of(PasskeyAlgorithm.values())
            .map(algorithm -> new Parameters(TYPE, algorithm.cose()))
            .toList();

    static CreationOptionsBody of(BeginPasskeyRegistration.Offer offer, String serverName) {
        return new CreationOptionsBody(
                offer.challenge().id().value(),
                new RelyingPartyEntity(offer.rpId(), serverName),
                new UserEntity(
                        UserHandle.of(offer.user().id()).value(),
                        offer.user().email().value(),
                        offer.user().fullName().value()),
                offer.challenge().value(),
                ALGORITHMS,
                PasskeyChallenge.LIFETIME.toMillis(),
                CredentialDescriptor.of(offer.existing()),
                new Selection(REQUIRED, true, REQUIRED),
                "none");
    }

    /**
     * A {@code PublicKeyCredentialRpEntity}.
     *
     * @param id The host name for which the passkey is made.
     * @param name What the server is called.
     */
    @Schema(name = "PasskeyRelyingParty")
    @Serdeable.Serializable
    record RelyingPartyEntity(String id, String name) {}

    /**
     * A {@code PublicKeyCredentialUserEntityJSON}.
     *
     * @param id The user handle in base64url.
     * @param name The user's e-mail address.
     * @param displayName The user's full name.
     */
    @Schema(name = "PasskeyUser")
    @Serdeable.Serializable
    record UserEntity(String id, String name, String displayName) {}

    /**
     * A {@code PublicKeyCredentialParameters}.
     *
     * @param alg A signature algorithm by its number in IANA's registry "COSE Algorithms".
     */
    @Schema(name = "PasskeyParameters")
    @Serdeable.Serializable
    record Parameters(@Schema(ref = "CredentialType") String type, int alg) {}

    /**
     * An {@code AuthenticatorSelectionCriteria}.
     *
     * @param residentKey The authenticator stores the passkey, so that nobody has to type a name to sign in.
     * @param requireResidentKey The same for browsers that know no {@code residentKey}.
     * @param userVerification The authenticator makes sure who uses it, for example by a fingerprint.
     */
    @Schema(name = "AuthenticatorSelection")
    @Serdeable.Serializable
    record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}
}
