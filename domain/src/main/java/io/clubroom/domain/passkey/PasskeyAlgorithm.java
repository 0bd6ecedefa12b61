package io.clubroom.domain.passkey;

/** The supported signature algorithms of passkeys, in order of preference. RS1, which uses SHA-1, is not supported. */
public enum PasskeyAlgorithm {
    /** ECDSA on the curve P-256 with SHA-256; supported by nearly all authenticators. */
    ES256(-7),
    /** EdDSA on the curve Ed25519 (WebAuthn Level 3 §5.8.5). */
    EDDSA(-8),
    /** RSASSA-PKCS1-v1_5 with SHA-256; the only one supported by some TPMs. */
    RS256(-257);

    private final int cose;

    PasskeyAlgorithm(int cose) {
        this.cose = cose;
    }

    /** Its number in IANA's registry "COSE Algorithms". */
    public int cose() {
        return cose;
    }
}
