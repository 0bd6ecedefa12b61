package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.clubroom.application.passkey.PasskeyOffer;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.UUID;

/**
 * A {@code PublicKeyCredentialRequestOptionsJSON} (WebAuthn Level 3 §5.1.9) and the id of its challenge. Described in
 * {@code components.yaml}, like {@link CreationOptionsBody}.
 *
 * @param timeout how long the challenge is valid, in milliseconds
 * @param allowCredentials the acceptable passkeys; empty to let the browser find one
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
record RequestOptionsBody(
        @JsonProperty("challenge_id") UUID challengeId,
        String challenge,
        long timeout,
        String rpId,
        List<CredentialDescriptor> allowCredentials,
        String userVerification) {
    static RequestOptionsBody of(PasskeyOffer offer) {
        return new RequestOptionsBody(
                offer.challenge().id().value(),
                offer.challenge().value(),
                PasskeyChallenge.LIFETIME.toMillis(),
                offer.rpId(),
                CredentialDescriptor.of(offer.existing()),
                CreationOptionsBody.REQUIRED);
    }
}
