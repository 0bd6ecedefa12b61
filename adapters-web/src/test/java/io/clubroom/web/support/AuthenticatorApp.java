package io.clubroom.web.support;

import io.clubroom.domain.factor.TotpSecret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** An app that has got the secret of an account. */
public final class AuthenticatorApp {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final TotpSecret secret;
    private final InstantSource clock;

    /** @param base32 the secret as the API shows it */
    public AuthenticatorApp(String base32, InstantSource clock) {
        this.secret = new TotpSecret(decode(base32));
        this.clock = clock;
    }

    /** The code that the app shows now. */
    public String code() {
        return secret.codeAt(clock.instant());
    }

    /** A code that is wrong now. */
    public String wrongCode() {
        List<String> near = new ArrayList<>();
        for (int seconds = -60; seconds <= 60; seconds += 30) {
            near.add(secret.codeAt(clock.instant().plusSeconds(seconds)));
        }
        return near.contains("000000") ? "000001" : "000000";
    }

    private static byte[] decode(String text) {
        byte[] bytes = new byte[text.length() * 5 / 8];
        int pending = 0;
        int bits = 0;
        int count = 0;
        for (char next : text.toCharArray()) {
            pending = (pending << 5) | BASE32.indexOf(next);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[count++] = (byte) (pending >> bits);
            }
        }
        return bytes;
    }
}
