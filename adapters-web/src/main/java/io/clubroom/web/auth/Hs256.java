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
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

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

    /**
     * Whether the rest of the token, from there, is the signature of the content, as RFC 7515 §2 writes it. It is the text that is
     * compared: many texts would decode to the same bytes.
     */
    boolean signed(String content, String token, int signatureStart) {
        byte[] expected = macs.get().doFinal(content.getBytes(StandardCharsets.US_ASCII));
        byte[] given = token.substring(signatureStart).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(BASE64URL.encode(expected), given);
    }
}
