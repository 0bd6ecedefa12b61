package io.clubroom.domain.file;

import java.util.HexFormat;

/** The SHA-256 of a content (FIPS 180-4), as 64 hexadecimal digits in lower case. */
public record Sha256(String hex) {
    public static Sha256 of(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
