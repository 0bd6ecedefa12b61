package io.clubroom.domain.factor;

import java.util.HexFormat;

/**
 * The salt of the hashes of recovery codes that were generated together. They share one salt, so that checking an answer takes one hash
 * instead of ten.
 *
 * @param hex in hexadecimal
 */
public record RecoverySalt(String hex) {
    private static final int BYTES = 16;

    public static RecoverySalt random(RandomBytes random) {
        return new RecoverySalt(HexFormat.of().formatHex(random.next(BYTES)));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
