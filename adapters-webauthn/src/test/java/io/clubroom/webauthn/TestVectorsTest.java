package io.clubroom.webauthn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;
import io.clubroom.domain.passkey.PasskeyCeremonies.Attestation;
import io.clubroom.domain.passkey.PasskeyCeremonies.NewCredential;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test vectors of Web Authentication Level 3, §16. */
class TestVectorsTest {
    private static final Properties VECTORS = new Properties();

    private final WebAuthn4jCeremonies server = new WebAuthn4jCeremonies(TestPasskeys.AT_EXAMPLE_ORG);
    private final WebAuthn4jCeremonies lenient = new WebAuthn4jCeremonies(TestPasskeys.AT_EXAMPLE_ORG, false);

    static {
        try (InputStream in =
                Objects.requireNonNull(TestVectorsTest.class.getResourceAsStream("test-vectors.properties"))) {
            VECTORS.load(in);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none-es256",
                "packed-self-es256",
                "none-es256-long-credential-id",
                "packed-es256",
                "packed-rs256",
                "packed-eddsa",
                "android-key-es256",
                "apple-es256"
            })
    void registers_and_signs_in_with_an_offered_algorithm(String name) {
        Passkey passkey = TestPasskeys.passkey(register(lenient, name));

        assertThat(passkey.credential().id().value()).isEqualTo(text(name + ".credential-id"));
        assertThat(signIn(lenient, name, passkey)).isNotNull();
    }

    /** The only one that has user verification twice and an algorithm that is offered, and can be read by the library. */
    @Test
    void accepts_user_verification() {
        String name = "packed-es256";

        assertThat(signIn(server, name, TestPasskeys.passkey(register(server, name))))
                .isNotNull();
    }

    /** The library is stricter about these attestations. Browsers send none of them, because none is asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"tpm-es256", "fido-u2f-es256"})
    void refuses_two_with_attestation(String name) {
        assertThatThrownBy(() -> register(lenient, name)).isInstanceOf(InvalidCredential.class);
    }

    @ParameterizedTest
    @CsvSource({
        "none-es256, UserNotVerifiedException",
        "packed-eddsa, UserNotVerifiedException",
        "none-es256-crossOrigin, BadTopOriginException",
        "none-es256-topOrigin, BadTopOriginException",
        "packed-es384, NotAllowedAlgorithmException",
        "packed-es512, NotAllowedAlgorithmException",
        "packed-ed448, NotAllowedAlgorithmException"
    })
    void refuses_what_the_server_does_not_allow(String name, String reason) {
        WebAuthn4jCeremonies asking = reason.startsWith("UserNotVerified") ? server : lenient;

        assertThatThrownBy(() -> register(asking, name))
                .isInstanceOf(InvalidCredential.class)
                .hasMessage(reason);
    }

    private static NewCredential register(WebAuthn4jCeremonies server, String name) {
        return server.register(
                new Attestation(
                        new CredentialId(text(name + ".credential-id")),
                        text(name + ".registration.client-data"),
                        text(name + ".registration.attestation-object"),
                        List.of()),
                text(name + ".registration.challenge"));
    }

    private static Object signIn(WebAuthn4jCeremonies server, String name, Passkey passkey) {
        return server.verify(
                new Assertion(
                        passkey.credential().id(),
                        text(name + ".authentication.client-data"),
                        text(name + ".authentication.authenticator-data"),
                        text(name + ".authentication.signature"),
                        null),
                passkey,
                text(name + ".authentication.challenge"));
    }

    private static String text(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(Objects.requireNonNull(VECTORS.getProperty(key), key)));
    }
}
