package io.clubroom.webauthn;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.attestation.statement.androidkey.NullAndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.apple.NullAppleAnonymousAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.tpm.NullTPMAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.u2f.NullFIDOU2FAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.NullCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyAlgorithm;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.RelyingParty;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ceremonies with WebAuthn4J. */
public final class WebAuthn4jCeremonies implements PasskeyCeremonies {
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = Stream.of(PasskeyAlgorithm.values())
            .map(algorithm -> new PublicKeyCredentialParameters(
                    PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm.cose())))
            .toList();

    private static final Logger LOG = LoggerFactory.getLogger(WebAuthn4jCeremonies.class);

    private final RelyingParty relyingParty;
    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager verifier;

    private final boolean requiresVerification;

    public WebAuthn4jCeremonies(RelyingParty relyingParty) {
        this(relyingParty, true);
    }

    /** @param requiresVerification false only for test vectors, most of which have no user verification */
    WebAuthn4jCeremonies(RelyingParty relyingParty, boolean requiresVerification) {
        this.relyingParty = relyingParty;
        this.requiresVerification = requiresVerification;
        // Browsers remove attestations that were not asked for, but those that the credential's own key has signed
        // (WebAuthn Level 3
        // §5.1.3). What other attestations say is not looked at.
        this.verifier = new WebAuthnManager(
                List.of(
                        new NoneAttestationStatementVerifier(),
                        new PackedAttestationStatementVerifier(),
                        new NullFIDOU2FAttestationStatementVerifier(),
                        new NullTPMAttestationStatementVerifier(),
                        new NullAndroidKeyAttestationStatementVerifier(),
                        new NullAppleAnonymousAttestationStatementVerifier()),
                new NullCertPathTrustworthinessVerifier(),
                new DefaultSelfAttestationTrustworthinessVerifier(),
                converter);
    }

    @Override
    public NewCredential register(Attestation response, String challenge) {
        return verified(() -> {
            RegistrationData data = verifier.verify(
                    new RegistrationRequest(bytes(response.attestationObject()), bytes(response.clientDataJson())),
                    new RegistrationParameters(server(challenge), ALGORITHMS, requiresVerification, true));
            AuthenticatorData<?> authenticator =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData credential = Objects.requireNonNull(authenticator.getAttestedCredentialData());
            CredentialId id = new CredentialId(text(credential.getCredentialId()));
            if (!id.equals(response.id())) {
                throw new InvalidCredential("the id is not the one in the attestation object");
            }
            return new NewCredential(
                    new Passkey.Credential(
                            id,
                            text(converter.getCborMapper().writeValueAsBytes(credential.getCOSEKey())),
                            response.transports(),
                            authenticator.isFlagBE()),
                    authenticator.getSignCount(),
                    authenticator.isFlagBS());
        });
    }

    @Override
    public Signature verify(Assertion response, Passkey passkey, String challenge) {
        return verified(() -> {
            byte[] id = bytes(response.id().value());
            AuthenticationData data = verify(
                    passkey,
                    new AuthenticationRequest(
                            id,
                            bytes(response.authenticatorData()),
                            bytes(response.clientDataJson()),
                            bytes(response.signature())),
                    new AuthenticationParameters(
                            server(challenge),
                            stored(passkey),
                            List.of(bytes(passkey.credential().id().value())),
                            requiresVerification,
                            true));
            AuthenticatorData<?> authenticator = Objects.requireNonNull(data.getAuthenticatorData());
            return new Signature(authenticator.getSignCount(), authenticator.isFlagBS());
        });
    }

    private AuthenticationData verify(
            Passkey passkey, AuthenticationRequest request, AuthenticationParameters parameters) {
        try {
            return verifier.verify(request, parameters);
        } catch (MaliciousCounterValueException cloned) {
            LOG.warn(
                    "Passkey {} of account {} is refused, because its counter is not above the last one, {}: the"
                            + " authenticator may have been cloned",
                    passkey.id(),
                    passkey.user(),
                    passkey.signCount());
            throw cloned;
        }
    }

    private CredentialRecord stored(Passkey passkey) {
        Passkey.Credential credential = passkey.credential();
        COSEKey key = converter.getCborMapper().readValue(bytes(credential.publicKey()), COSEKey.class);
        return new CredentialRecordImpl(
                null,
                true,
                credential.backupEligible(),
                passkey.backedUp(),
                passkey.signCount(),
                new AttestedCredentialData(AAGUID.ZERO, bytes(credential.id().value()), key),
                null,
                null,
                null,
                null);
    }

    private ServerProperty server(String challenge) {
        Set<Origin> origins = relyingParty.origins().stream().map(Origin::new).collect(Collectors.toUnmodifiableSet());
        return ServerProperty.builder()
                // Origins whose host java.net.URI cannot parse are all equal for the library.
                .originPredicate(origin -> origin.getHost() != null && origins.contains(origin))
                .rpId(relyingParty.id())
                .challenge(new DefaultChallenge(bytes(challenge)))
                .build();
    }

    /** The library has no common exception for input that it cannot read: some comes from the JDK or from Jackson. */
    private static <T> T verified(Supplier<T> ceremony) {
        try {
            return ceremony.get();
        } catch (InvalidCredential invalid) {
            throw invalid;
        } catch (RuntimeException invalid) {
            throw new InvalidCredential(invalid.getClass().getSimpleName());
        }
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
