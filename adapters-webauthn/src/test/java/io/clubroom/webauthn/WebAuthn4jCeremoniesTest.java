package io.clubroom.webauthn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.InvalidCredential;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyCeremonies;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;
import io.clubroom.domain.passkey.PasskeyCeremonies.Attestation;
import io.clubroom.domain.passkey.PasskeyCeremonies.NewCredential;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.testkit.passkey.Ceremony;
import io.clubroom.testkit.passkey.SoftwareAuthenticator;
import io.clubroom.testkit.passkey.SoftwareAuthenticator.Algorithm;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WebAuthn4jCeremoniesTest {
    private static final String CHALLENGE = "Y2hhbGxlbmdlIG9mIDMyIGJ5dGVzISEhISEhISEhISE";
    private static final Ceremony CEREMONY = Ceremony.of("example.org", "https://example.org", CHALLENGE);

    private final PasskeyCeremonies ceremonies = new WebAuthn4jCeremonies(TestPasskeys.AT_EXAMPLE_ORG);
    private final SoftwareAuthenticator authenticator = SoftwareAuthenticator.withCounter(Algorithm.ES256);

    @ParameterizedTest
    @EnumSource(names = {"ES256", "EDDSA", "RS256"})
    void registers_and_verifies_keys_of_the_offered_algorithms(Algorithm algorithm) {
        SoftwareAuthenticator other = SoftwareAuthenticator.withCounter(algorithm);
        NewCredential made = ceremonies.register(other.register(CEREMONY), CHALLENGE);

        assertThat(made.credential().id()).isEqualTo(other.id());
        assertThat(made.signCount()).isEqualTo(1);
        assertThat(ceremonies
                        .verify(other.sign(CEREMONY, null), TestPasskeys.passkey(made), CHALLENGE)
                        .signCount())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"ES384", "RS1"})
    void refuses_keys_of_other_algorithms(Algorithm algorithm) {
        SoftwareAuthenticator other = SoftwareAuthenticator.withCounter(algorithm);

        assertRefused("NotAllowedAlgorithmException", () -> ceremonies.register(other.register(CEREMONY), CHALLENGE));
    }

    static Stream<Arguments> deviations() {
        return Stream.of(
                deviation("BadRpIdException", one -> one.withRpId("example.com")),
                deviation("BadOriginException", one -> one.withOrigin("https://example.com")),
                deviation("BadOriginException", one -> one.withOrigin("http://example.org")),
                deviation("BadOriginException", one -> one.withOrigin("https://example.org:8443")),
                deviation("BadOriginException", one -> one.withOrigin("https://a_b.example.org")),
                deviation("BadTopOriginException", one -> one.withTopOrigin("https://example.com")),
                deviation("InconsistentClientDataTypeException", one -> one.withType("payment.get")),
                deviation("UserNotPresentException", Ceremony::withoutPresence),
                deviation("UserNotVerifiedException", Ceremony::withoutVerification));
    }

    private static Arguments deviation(String reason, UnaryOperator<Ceremony> change) {
        return Arguments.of(reason, change.apply(CEREMONY));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void refuses_registrations_that_deviate(String reason, Ceremony ceremony) {
        assertRefused(reason, () -> ceremonies.register(authenticator.register(ceremony), CHALLENGE));
    }

    @ParameterizedTest
    @MethodSource("deviations")
    void refuses_signatures_that_deviate(String reason, Ceremony ceremony) {
        Passkey passkey = registered();

        assertRefused(reason, () -> ceremonies.verify(authenticator.sign(ceremony, null), passkey, CHALLENGE));
    }

    @Test
    void refuses_answers_to_other_challenges() {
        Passkey passkey = registered();
        String other = CHALLENGE.toLowerCase(java.util.Locale.ROOT);

        assertRefused("BadChallengeException", () -> ceremonies.register(authenticator.register(CEREMONY), other));
        assertRefused(
                "BadChallengeException", () -> ceremonies.verify(authenticator.sign(CEREMONY, null), passkey, other));
    }

    @Test
    void refuses_a_registration_as_a_signature_and_the_reverse() {
        assertRefused(
                "InconsistentClientDataTypeException",
                () -> ceremonies.register(authenticator.register(CEREMONY.withType("webauthn.get")), CHALLENGE));
        Passkey passkey = registered();
        assertRefused(
                "InconsistentClientDataTypeException",
                () -> ceremonies.verify(
                        authenticator.sign(CEREMONY.withType("webauthn.create"), null), passkey, CHALLENGE));
    }

    @Test
    void refuses_signatures_of_other_keys() {
        Passkey passkey = registered();
        SoftwareAuthenticator impostor = SoftwareAuthenticator.impersonating(authenticator);

        assertRefused(
                "BadSignatureException",
                () -> ceremonies.verify(impostor.sign(CEREMONY.withSignCount(9), null), passkey, CHALLENGE));
    }

    @Test
    void refuses_another_id_than_the_signed_one() {
        Attestation valid = authenticator.register(CEREMONY);
        CredentialId other = SoftwareAuthenticator.withoutCounter().id();

        assertThatThrownBy(() -> ceremonies.register(
                        new Attestation(other, valid.clientDataJson(), valid.attestationObject(), valid.transports()),
                        CHALLENGE))
                .isInstanceOf(InvalidCredential.class);
        Passkey passkey = registered();
        Assertion signed = authenticator.sign(CEREMONY, null);
        assertThatThrownBy(() -> ceremonies.verify(
                        new Assertion(
                                other, signed.clientDataJson(), signed.authenticatorData(), signed.signature(), null),
                        passkey,
                        CHALLENGE))
                .isInstanceOf(InvalidCredential.class);
    }

    @Test
    void the_counter_must_rise() {
        Passkey passkey =
                TestPasskeys.passkey(ceremonies.register(authenticator.register(CEREMONY.withSignCount(5)), CHALLENGE));

        for (long count : new long[] {0, 4, 5}) {
            assertRefused(
                    "MaliciousCounterValueException",
                    () -> ceremonies.verify(
                            authenticator.sign(CEREMONY.withSignCount(count), null), passkey, CHALLENGE));
        }
        assertThat(ceremonies
                        .verify(authenticator.sign(CEREMONY.withSignCount(6), null), passkey, CHALLENGE)
                        .signCount())
                .isEqualTo(6);
    }

    @Test
    void a_counter_may_stay_0() {
        SoftwareAuthenticator phone = SoftwareAuthenticator.withoutCounter();
        Passkey passkey = TestPasskeys.passkey(ceremonies.register(phone.register(CEREMONY), CHALLENGE));

        assertThat(ceremonies
                        .verify(phone.sign(CEREMONY, null), passkey, CHALLENGE)
                        .signCount())
                .isZero();
    }

    @Test
    void knows_whether_the_key_can_be_copied() {
        Passkey copied = TestPasskeys.passkey(ceremonies.register(
                SoftwareAuthenticator.withoutCounter().register(CEREMONY.withBackup(true)), CHALLENGE));

        assertThat(copied.backedUp()).isTrue();
        assertThat(copied.method()).isEqualTo(AuthenticationMethod.SWK);
        assertThat(registered().backedUp()).isFalse();
        assertThat(registered().method()).isEqualTo(AuthenticationMethod.HWK);
    }

    @Test
    void learns_that_the_key_was_copied() {
        SoftwareAuthenticator phone = SoftwareAuthenticator.withoutCounter();
        Passkey passkey =
                TestPasskeys.passkey(ceremonies.register(phone.register(CEREMONY.withBackup(false)), CHALLENGE));

        assertThat(ceremonies
                        .verify(phone.sign(CEREMONY.withBackup(true), null), passkey, CHALLENGE)
                        .backedUp())
                .isTrue();
    }

    @Test
    void every_origin_of_the_relying_party_is_good() {
        PasskeyCeremonies two = new WebAuthn4jCeremonies(TestPasskeys.relyingParty(
                "example.org", Set.of("https://example.org", "http://app.example.org:3000", "http://a_b.example.org")));

        assertThat(two.register(authenticator.register(CEREMONY.withOrigin("http://app.example.org:3000")), CHALLENGE))
                .isNotNull();
        assertRefused(
                "BadOriginException",
                () -> two.register(authenticator.register(CEREMONY.withOrigin("http://c_d.example.org")), CHALLENGE));
    }

    /** Every truncation, and bytes changed at random, are refused without another exception. */
    @Test
    void refuses_damaged_bytes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Passkey passkey = registered();
        Attestation attestation = authenticator.register(CEREMONY);
        Assertion assertion = authenticator.sign(CEREMONY, null);
        byte[] object = Base64.getUrlDecoder().decode(attestation.attestationObject());
        byte[] data = Base64.getUrlDecoder().decode(assertion.authenticatorData());
        for (int length = 0; length < object.length; length++) {
            String cut = base64url(Arrays.copyOf(object, length));
            assertThatThrownBy(() -> ceremonies.register(
                            new Attestation(
                                    authenticator.id(), attestation.clientDataJson(), cut, attestation.transports()),
                            CHALLENGE))
                    .isInstanceOf(InvalidCredential.class);
        }
        for (int attempt = 0; attempt < Integer.getInteger("tests.tries", 200); attempt++) {
            byte[] damaged = data.clone();
            int at = random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            assertThatThrownBy(() -> ceremonies.verify(
                            new Assertion(
                                    authenticator.id(),
                                    assertion.clientDataJson(),
                                    base64url(damaged),
                                    assertion.signature(),
                                    null),
                            passkey,
                            CHALLENGE))
                    .as("seed %d", seed)
                    .isInstanceOf(InvalidCredential.class);
            // It may be accepted: what is not looked at, such as the authenticator's model, is not signed without an
            // attestation.
            byte[] changed = object.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                ceremonies.register(
                        new Attestation(
                                authenticator.id(),
                                attestation.clientDataJson(),
                                base64url(changed),
                                attestation.transports()),
                        CHALLENGE);
            } catch (InvalidCredential refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void refuses_what_is_not_base64url() {
        Attestation valid = authenticator.register(CEREMONY);

        assertThatThrownBy(() -> ceremonies.register(
                        new Attestation(authenticator.id(), "{}", valid.attestationObject(), valid.transports()),
                        CHALLENGE))
                .isInstanceOf(InvalidCredential.class);
    }

    private Passkey registered() {
        return TestPasskeys.passkey(ceremonies.register(authenticator.register(CEREMONY), CHALLENGE));
    }

    private static void assertRefused(String reason, ThrowingCallable ceremony) {
        assertThatThrownBy(ceremony).isInstanceOf(InvalidCredential.class).hasMessage(reason);
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
