package io.clubroom.bootstrap;

import java.security.SecureRandom;
import java.util.Base64;

/** Generates random secrets. */
public final class RandomSecret {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomSecret() {}

    /** This many random bytes in base64url, which needs no escaping in JSON, URLs and shells. */
    public static String ofBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
