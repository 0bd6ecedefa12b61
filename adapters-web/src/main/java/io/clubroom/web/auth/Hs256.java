package io.clubroom.web.auth;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC with SHA-256 (RFC 7518 §3.2), with what can be prepared for a key prepared once on each thread. */
final class Hs256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final ThreadLocal<Mac> macs;

    Hs256(byte[] secret) {
        SecretKeySpec key = new SecretKeySpec(secret, ALGORITHM);
        this.macs = ThreadLocal.withInitial(() -> prepared(key));
    }

    private static Mac prepared(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /** Whether the rest of the token, from there, is the signature of the content. */
    boolean signed(String content, String token, int signatureStart) {
        byte[] signature;
        try {
            signature = Base64.getUrlDecoder().decode(token.substring(signatureStart));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
        byte[] expected = macs.get().doFinal(content.getBytes(StandardCharsets.US_ASCII));
        return MessageDigest.isEqual(expected, signature);
    }
}
