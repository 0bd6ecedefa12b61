package io.clubroom.testkit.passkey;

import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;
import io.clubroom.domain.passkey.PasskeyCeremonies.Attestation;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A browser with an authenticator that holds one passkey: answers registrations and sign-ins as WebAuthn Level 3 describes them, or not, as
 * a {@link Ceremony} tells.
 */
public final class SoftwareAuthenticator {
    /** Signature algorithms by their numbers in IANA's registry "COSE Algorithms". */
    public enum Algorithm {
        ES256(-7, "SHA256withECDSA", "EC", new ECGenParameterSpec("secp256r1")),
        EDDSA(-8, "Ed25519", "Ed25519", NamedParameterSpec.ED25519),
        ES384(-35, "SHA384withECDSA", "EC", new ECGenParameterSpec("secp384r1")),
        RS256(-257, "SHA256withRSA", "RSA", new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F4)),
        RS1(-65_535, "SHA1withRSA", "RSA", new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F4));

        private final int cose;
        private final String signature;
        private final String key;
        private final AlgorithmParameterSpec parameters;

        Algorithm(int cose, String signature, String key, AlgorithmParameterSpec parameters) {
            this.cose = cose;
            this.signature = signature;
            this.key = key;
            this.parameters = parameters;
        }
    }

    private static final int USER_PRESENT = 1;
    private static final int USER_VERIFIED = 1 << 2;
    private static final int BACKUP_ELIGIBLE = 1 << 3;
    private static final int BACKED_UP = 1 << 4;
    private static final int ATTESTED_CREDENTIAL_DATA = 1 << 6;

    private final Algorithm algorithm;
    private final KeyPair keys;
    private final byte[] credentialId;
    private final boolean hasCounter;
    private long signCount;

    private SoftwareAuthenticator(Algorithm algorithm, boolean hasCounter, byte[] credentialId) {
        this.algorithm = algorithm;
        this.hasCounter = hasCounter;
        this.credentialId = credentialId;
        this.keys = algorithm.key.equals("RSA") ? RsaKeys.SHARED : keys(algorithm);
    }

    private static KeyPair keys(Algorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.key);
            generator.initialize(algorithm.parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** They take most of a second to make. */
    private static final class RsaKeys {
        private static final KeyPair SHARED = keys(Algorithm.RS256);
    }

    /** One with a counter, as security keys have it. */
    public static SoftwareAuthenticator withCounter(Algorithm algorithm) {
        return new SoftwareAuthenticator(algorithm, true, randomId());
    }

    /** One whose counter is always 0, as phones have it. */
    public static SoftwareAuthenticator withoutCounter() {
        return new SoftwareAuthenticator(Algorithm.ES256, false, randomId());
    }

    /** One with a key of its own and the credential id of another one. */
    public static SoftwareAuthenticator impersonating(SoftwareAuthenticator other) {
        return new SoftwareAuthenticator(other.algorithm, other.hasCounter, other.credentialId);
    }

    /** The id of a credential that nobody has. */
    public static CredentialId randomCredentialId() {
        return new CredentialId(base64url(randomId()));
    }

    /** The credential's id. */
    public CredentialId id() {
        return new CredentialId(base64url(credentialId));
    }

    /** What {@code navigator.credentials.create} returns. */
    public Attestation register(Ceremony ceremony) {
        byte[] data = concat(
                authenticatorData(ceremony, ATTESTED_CREDENTIAL_DATA),
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) credentialId.length).array(),
                credentialId,
                publicKey());
        byte[] object = concat(
                HexFormat.of().parseHex("a3"),
                cborText("fmt"),
                cborText("none"),
                cborText("attStmt"),
                HexFormat.of().parseHex("a0"),
                cborText("authData"),
                cborBytes(data));
        return new Attestation(
                id(), base64url(clientData(ceremony, "webauthn.create")), base64url(object), List.of("internal"));
    }

    /**
     * What {@code navigator.credentials.get} returns.
     *
     * @param userHandle in base64url
     */
    public Assertion sign(Ceremony ceremony, @Nullable String userHandle) {
        byte[] data = authenticatorData(ceremony, 0);
        byte[] clientData = clientData(ceremony, "webauthn.get");
        try {
            Signature signature = Signature.getInstance(algorithm.signature);
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(sha256(clientData));
            return new Assertion(id(), base64url(clientData), base64url(data), base64url(signature.sign()), userHandle);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The response as {@code PublicKeyCredential.toJSON} returns it. */
    public static String json(Attestation response) {
        return """
            {"type":"public-key","id":"%1$s","rawId":"%1$s","clientExtensionResults":{},"authenticatorAttachment":"platform",\
            "response":{"clientDataJSON":"%2$s","attestationObject":"%3$s","transports":[%4$s]}}\
            """.formatted(
                        response.id(),
                        response.clientDataJson(),
                        response.attestationObject(),
                        response.transports().stream()
                                .map(transport -> '"' + transport + '"')
                                .collect(Collectors.joining(",")));
    }

    /** The response as {@code PublicKeyCredential.toJSON} returns it. */
    public static String json(Assertion response) {
        return """
            {"type":"public-key","id":"%1$s","rawId":"%1$s","clientExtensionResults":{},"authenticatorAttachment":"platform",\
            "response":{"clientDataJSON":"%2$s","authenticatorData":"%3$s","signature":"%4$s"%5$s}}\
            """.formatted(
                        response.id(),
                        response.clientDataJson(),
                        response.authenticatorData(),
                        response.signature(),
                        response.userHandle() == null ? "" : ",\"userHandle\":\"" + response.userHandle() + '"');
    }

    private byte[] authenticatorData(Ceremony ceremony, int moreFlags) {
        if (ceremony.signCount() != null) {
            signCount = ceremony.signCount();
        } else if (hasCounter) {
            signCount++;
        }
        int flags = moreFlags
                | (ceremony.isPresent() ? USER_PRESENT : 0)
                | (ceremony.isVerified() ? USER_VERIFIED : 0)
                | (ceremony.isBackupEligible() ? BACKUP_ELIGIBLE : 0)
                | (ceremony.isBackedUp() ? BACKED_UP : 0);
        return ByteBuffer.allocate(37)
                .put(sha256(ceremony.rpId().getBytes(StandardCharsets.UTF_8)))
                .put((byte) flags)
                .putInt((int) signCount)
                .array();
    }

    private static byte[] clientData(Ceremony ceremony, String type) {
        return """
            {"type":"%s","challenge":"%s","origin":"%s","crossOrigin":%s}\
            """.formatted(
                        ceremony.type() == null ? type : ceremony.type(),
                        ceremony.challenge(),
                        ceremony.origin(),
                        ceremony.topOrigin() == null ? "false" : "true,\"topOrigin\":\"" + ceremony.topOrigin() + '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A COSE_Key (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4). */
    private byte[] publicKey() {
        return switch (keys.getPublic()) {
            case ECPublicKey key -> {
                int length = key.getParams().getOrder().bitLength() / 8;
                yield concat(
                        HexFormat.of().parseHex("a5010203"),
                        cborNumber(algorithm.cose),
                        HexFormat.of().parseHex(length == 32 ? "2001" : "2002"),
                        HexFormat.of().parseHex("21"),
                        cborBytes(unsigned(key.getW().getAffineX(), length)),
                        HexFormat.of().parseHex("22"),
                        cborBytes(unsigned(key.getW().getAffineY(), length)));
            }
            case EdECPublicKey key -> {
                // X.509 ends with the key as COSE has it.
                byte[] encoded = key.getEncoded();
                yield concat(
                        HexFormat.of().parseHex("a4010103"),
                        cborNumber(algorithm.cose),
                        HexFormat.of().parseHex("200621"),
                        cborBytes(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
            }
            case RSAPublicKey key ->
                concat(
                        HexFormat.of().parseHex("a4010303"),
                        cborNumber(algorithm.cose),
                        HexFormat.of().parseHex("20"),
                        cborBytes(unsigned(key.getModulus(), 256)),
                        HexFormat.of().parseHex("21"),
                        cborBytes(unsigned(key.getPublicExponent(), 3)));
            default -> throw new IllegalStateException(algorithm.key);
        };
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[length];
        int kept = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - kept, padded, length - kept, kept);
        return padded;
    }

    /** A negative integer of at least 16 bits, or a short one (RFC 8949 §3.1). */
    private static byte[] cborNumber(int negative) {
        int value = -1 - negative;
        if (value < 24) {
            return new byte[] {(byte) (0x20 | value)};
        }
        return value < 256
                ? new byte[] {0x38, (byte) value}
                : ByteBuffer.allocate(3)
                        .put((byte) 0x39)
                        .putShort((short) value)
                        .array();
    }

    private static byte[] cborText(String text) {
        return concat(new byte[] {(byte) (0x60 | text.length())}, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] cborBytes(byte[] bytes) {
        return concat(
                bytes.length < 256
                        ? new byte[] {0x58, (byte) bytes.length}
                        : ByteBuffer.allocate(3)
                                .put((byte) 0x59)
                                .putShort((short) bytes.length)
                                .array(),
                bytes);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] randomId() {
        byte[] id = new byte[32];
        new SecureRandom().nextBytes(id);
        return id;
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
