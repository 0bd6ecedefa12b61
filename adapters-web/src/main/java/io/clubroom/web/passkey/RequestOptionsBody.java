package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.clubroom.application.passkey.PasskeyOffer;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/**
 * A {@code PublicKeyCredentialRequestOptionsJSON} (WebAuthn Level 3 §5.1.9) and the id of its challenge.
 *
 * @param challengeId To be sent with the credential.
 * @param challenge In base64url.
 * @param timeout For how many milliseconds the challenge is valid.
 * @param rpId The host name for which the passkeys were made.
 * @param allowCredentials The passkeys of the account; empty if the browser is to find one.
 * @param userVerification {@code required}: the authenticator makes sure who uses it.
 */
@Schema(name = "PasskeyRequestOptions", examples = RequestOptionsBody.EXAMPLE)
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
record RequestOptionsBody(
        @JsonProperty("challenge_id") UUID challengeId,
        String challenge,
        long timeout,
        String rpId,
        List<CredentialDescriptor> allowCredentials,
        String userVerification) {
    static final String EXAMPLE = """
        {
          "challenge_id": "6f9d3b0e-8a31-4b5f-8c1d-0d2c8a6e4b11",
          "challenge": "lP7sN8f0m1J4u2z0r6m3o9yQ3XjQ0kqf5b8dS1hT7wA",
          "timeout": 300000,
          "rpId": "club.example.com",
          "allowCredentials": [],
          "userVerification": "required"
        }\
        """;

    static RequestOptionsBody of(PasskeyOffer offer) {
        return new RequestOptionsBody(
                offer.challenge().id().value(),
                offer.challenge().value(),
                PasskeyChallenge.LIFETIME.toMillis(),
                offer.rpId(),
                CredentialDescriptor.of(offer.allowed()),
                CreationOptionsBody.REQUIRED);
    }
}
