package io.clubroom.web.passkey;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.clubroom.domain.passkey.Passkey;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * A {@code PublicKeyCredentialDescriptorJSON} (WebAuthn Level 3 §5.8.3).
 *
 * @param id the credential id in base64url
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.ALWAYS)
record CredentialDescriptor(String type, String id, List<String> transports) {
    static List<CredentialDescriptor> of(List<Passkey> passkeys) {
        return passkeys.stream()
                .map(passkey -> new CredentialDescriptor(
                        CreationOptionsBody.TYPE,
                        passkey.credential().id().value(),
                        passkey.credential().transports()))
                .toList();
    }
}
