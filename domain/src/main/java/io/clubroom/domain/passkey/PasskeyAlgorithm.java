package io.clubroom.domain.passkey;

/** The signature algorithms of passkeys, the preferred first. RS1, of SHA-1, is none of them. */
public enum PasskeyAlgorithm {
    /** ECDSA on the curve P-256 with SHA-256; what nearly all authenticators have. */
    ES256(-7),
    /** EdDSA on the curve Ed25519 (WebAuthn Level 3 §5.8.5). */
    EDDSA(-8),
    /** RSASSA-PKCS1-v1_5 with SHA-256; what some TPMs have only. */
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
