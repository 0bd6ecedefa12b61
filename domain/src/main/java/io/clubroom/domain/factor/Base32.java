package io.clubroom.domain.factor;

/** Base 32 (RFC 4648 §6), without padding. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int pending = 0;
        int bits = 0;
        for (byte next : bytes) {
            pending = (pending << Byte.SIZE) | Byte.toUnsignedInt(next);
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(character(pending >> bits));
            }
        }
        if (bits > 0) {
            text.append(character(pending << (BITS - bits)));
        }
        return text.toString();
    }

    private static char character(int bits) {
        return ALPHABET.charAt(bits & (ALPHABET.length() - 1));
    }
}
