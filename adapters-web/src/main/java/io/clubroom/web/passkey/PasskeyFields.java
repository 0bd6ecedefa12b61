package io.clubroom.web.passkey;

import io.clubroom.application.passkey.PasskeyAnswer;
import io.clubroom.application.passkey.RegisterPasskey;
import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;
import io.clubroom.domain.passkey.PasskeyCeremonies.Attestation;
import io.clubroom.domain.passkey.PasskeyName;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.web.http.JsonFields;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the output of {@code PublicKeyCredential.toJSON} (WebAuthn Level 3 §5.1). A field that is missing or of the wrong type is reported
 * by name; {@link InvalidCredential} is thrown for a value that no browser sends.
 */
public final class PasskeyFields {
    /** The field that is present in answers of passkeys only. */
    public static final String CREDENTIAL = "credential";

    private static final String CHALLENGE_ID = "challenge_id";

    /** The format of transports. Unknown ones are kept, because browsers may add new ones; invalid ones are dropped. */
    private static final Pattern TRANSPORT = Pattern.compile("[a-z0-9-]{1,20}");

    private static final int MAX_TRANSPORTS = 8;
    private static final int MAX_LISTED = 100;

    private PasskeyFields() {}

    /**
     * Parses the answer in {@code challenge_id} and {@code credential}.
     *
     * @throws io.clubroom.domain.validation.InvalidInput if a field is invalid, or an earlier one was
     */
    public static PasskeyAnswer answer(JsonFields body) {
        ChallengeId challenge = body.required(CHALLENGE_ID, ChallengeId::of);
        Credential credential = Credential.of(body);
        String authenticatorData = credential.text("authenticatorData");
        String signature = credential.text("signature");
        String userHandle = credential.optional("userHandle");
        body.throwIfInvalid();
        return new PasskeyAnswer(
                Objects.requireNonNull(challenge),
                new Assertion(
                        credential.verifiedId(),
                        credential.clientData(),
                        Objects.requireNonNull(authenticatorData),
                        Objects.requireNonNull(signature),
                        userHandle));
    }

    static RegisterPasskey.Command registration(JsonFields body) {
        ChallengeId challenge = body.required(CHALLENGE_ID, ChallengeId::of);
        PasskeyName name = body.required("name", PasskeyName::of);
        Credential credential = Credential.of(body);
        String attestationObject = credential.text("attestationObject");
        List<String> transports = credential.transports();
        body.throwIfInvalid();
        return new RegisterPasskey.Command(
                Objects.requireNonNull(challenge),
                Objects.requireNonNull(name),
                new Attestation(
                        credential.verifiedId(),
                        credential.clientData(),
                        Objects.requireNonNull(attestationObject),
                        transports));
    }

    /** The members of both kinds of credentials. Values are null if invalid. */
    private record Credential(
            @Nullable String id,
            @Nullable String rawId,
            @Nullable String type,
            @Nullable JsonFields response,
            @Nullable String clientDataJson) {
        static Credential of(JsonFields body) {
            JsonFields fields = body.requiredObject(CREDENTIAL);
            if (fields == null) {
                return new Credential(null, null, null, null, null);
            }
            JsonFields response = fields.requiredObject("response");
            return new Credential(
                    fields.required("id", Function.identity()),
                    fields.optional("rawId", Function.identity()),
                    fields.required("type", Credential::type),
                    response,
                    response == null ? null : response.required("clientDataJSON", Function.identity()));
        }

        private static String type(String text) {
            if (!text.equals(CreationOptionsBody.TYPE)) {
                throw new InvalidValue(CREDENTIAL + ".type", "must be " + CreationOptionsBody.TYPE);
            }
            return text;
        }

        @Nullable
        String text(String field) {
            return response == null ? null : response.required(field, Function.identity());
        }

        @Nullable
        String optional(String field) {
            return response == null ? null : response.optional(field, Function.identity());
        }

        List<String> transports() {
            List<String> named =
                    response == null ? null : response.optionalList("transports", MAX_LISTED, Function.identity());
            return named == null
                    ? List.of()
                    : named.stream()
                            .filter(transport -> TRANSPORT.matcher(transport).matches())
                            .distinct()
                            .limit(MAX_TRANSPORTS)
                            .toList();
        }

        String clientData() {
            return Objects.requireNonNull(clientDataJson);
        }

        CredentialId verifiedId() {
            CredentialId verified = CredentialId.of(Objects.requireNonNull(id));
            if (rawId != null && !CredentialId.of(rawId).equals(verified)) {
                throw new InvalidCredential("id and rawId differ");
            }
            return verified;
        }
    }
}
