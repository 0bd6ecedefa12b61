package io.clubroom.bcrypt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One bcrypt hash on its way (Provos and Mazières, "A Future-Adaptable Password Scheme", 1999), computed a few rounds at a time, by itself or
 * together with another.
 *
 * <p>Each step of Blowfish waits for what the step before looked up. A processor that has the steps of two hashes before it does one while the
 * other waits, and so takes little longer for both than for one.
 */
final class Bcrypt {
    static final int SALT_BYTES = 16;
    static final int DIGEST_BYTES = 23;

    /** More of a password bcrypt does not read. */
    static final int MAX_PASSWORD_BYTES = 72;

    /** What one call of {@link #advance} takes at most; each cost has a multiple of them. */
    static final int ROUNDS = 4;

    /** The four substitution boxes, and behind them the subkeys. */
    private static final int BOX = 256;

    private static final int SUBKEYS = 4 * BOX;
    private static final int SUBKEYS_LENGTH = 18;
    private static final int LENGTH = SUBKEYS + SUBKEYS_LENGTH;

    /** Blowfish begins with the fraction of pi: the subkeys first, then the boxes. */
    private static final int[] PI = Pi.fraction(LENGTH);

    private static final byte[] TEXT = "OrpheanBeholderScryDoubt".getBytes(StandardCharsets.US_ASCII);
    private static final int TEXT_REPETITIONS = 64;

    private final int[] state = new int[LENGTH];
    private final int[] key;
    private final int[] salt;
    private long remaining;

    /**
     * @param password of which at most 72 bytes are read
     * @param salt 16 bytes
     * @param cost the logarithm of the number of rounds, 4 to 31
     */
    Bcrypt(byte[] password, byte[] salt, int cost) {
        // With the zero byte that ends it, if there is room for that.
        byte[] read = Arrays.copyOf(password, Math.min(password.length + 1, MAX_PASSWORD_BYTES));
        this.key = repeated(read, SUBKEYS_LENGTH);
        this.salt = repeated(salt, SUBKEYS_LENGTH);
        this.remaining = 1L << cost;
        System.arraycopy(PI, 0, state, SUBKEYS, SUBKEYS_LENGTH);
        System.arraycopy(PI, SUBKEYS_LENGTH, state, 0, SUBKEYS);
        Arrays.fill(read, (byte) 0);
        mixInSaltAndKey();
    }

    boolean isDone() {
        return remaining == 0;
    }

    /** The next {@link #ROUNDS}. */
    void advance() {
        for (int round = 0; round < ROUNDS; round++) {
            mixIn(state, key);
            mixIn(state, salt);
        }
        remaining -= ROUNDS;
    }

    /** The next {@link #ROUNDS} of both. */
    static void advance(Bcrypt one, Bcrypt other) {
        for (int round = 0; round < ROUNDS; round++) {
            mixIn(one.state, one.key, other.state, other.key);
            mixIn(one.state, one.salt, other.state, other.salt);
        }
        one.remaining -= ROUNDS;
        other.remaining -= ROUNDS;
    }

    /** The hash, when {@linkplain #isDone() all rounds are done}. */
    byte[] digest() {
        int[] words = repeated(TEXT, TEXT.length / Integer.BYTES);
        byte[] digest = new byte[TEXT.length];
        for (int i = 0; i < words.length; i += 2) {
            long block = ((long) words[i] << 32) | (words[i + 1] & 0xffffffffL);
            for (int time = 0; time < TEXT_REPETITIONS; time++) {
                block = encrypt(state, (int) (block >>> 32), (int) block);
            }
            for (int octet = 0; octet < Long.BYTES; octet++) {
                digest[i * Integer.BYTES + octet] = (byte) (block >>> (56 - octet * Byte.SIZE));
            }
        }
        // The last byte is lost in every implementation, since the first.
        return Arrays.copyOf(digest, DIGEST_BYTES);
    }

    private void mixInSaltAndKey() {
        for (int i = 0; i < SUBKEYS_LENGTH; i++) {
            state[SUBKEYS + i] ^= key[i];
        }
        int left = 0;
        int right = 0;
        for (int i = 0; i < LENGTH; i += 2) {
            // The salt has four words.
            long block = encrypt(state, left ^ salt[i & 2], right ^ salt[(i & 2) + 1]);
            left = (int) (block >>> 32);
            right = (int) block;
            int place = i < SUBKEYS_LENGTH ? SUBKEYS + i : i - SUBKEYS_LENGTH;
            state[place] = left;
            state[place + 1] = right;
        }
    }

    private static void mixIn(int[] s, int[] key) {
        for (int i = 0; i < SUBKEYS_LENGTH; i++) {
            s[SUBKEYS + i] ^= key[i];
        }
        long block = 0;
        for (int i = 0; i < LENGTH; i += 2) {
            block = encrypt(s, (int) (block >>> 32), (int) block);
            int place = i < SUBKEYS_LENGTH ? SUBKEYS + i : i - SUBKEYS_LENGTH;
            s[place] = (int) (block >>> 32);
            s[place + 1] = (int) block;
        }
    }

    /** The same as twice {@link #mixIn(int[], int[])}, in turns: written out, since a processor looks ahead only as far as some dozens of steps. */
    private static void mixIn(int[] s, int[] sKey, int[] t, int[] tKey) {
        for (int i = 0; i < SUBKEYS_LENGTH; i++) {
            s[SUBKEYS + i] ^= sKey[i];
            t[SUBKEYS + i] ^= tKey[i];
        }
        int a = 0;
        int b = 0;
        int c = 0;
        int d = 0;
        for (int i = 0; i < LENGTH; i += 2) {
            a ^= s[SUBKEYS];
            c ^= t[SUBKEYS];
            b ^= f(s, a) ^ s[SUBKEYS + 1];
            d ^= f(t, c) ^ t[SUBKEYS + 1];
            a ^= f(s, b) ^ s[SUBKEYS + 2];
            c ^= f(t, d) ^ t[SUBKEYS + 2];
            b ^= f(s, a) ^ s[SUBKEYS + 3];
            d ^= f(t, c) ^ t[SUBKEYS + 3];
            a ^= f(s, b) ^ s[SUBKEYS + 4];
            c ^= f(t, d) ^ t[SUBKEYS + 4];
            b ^= f(s, a) ^ s[SUBKEYS + 5];
            d ^= f(t, c) ^ t[SUBKEYS + 5];
            a ^= f(s, b) ^ s[SUBKEYS + 6];
            c ^= f(t, d) ^ t[SUBKEYS + 6];
            b ^= f(s, a) ^ s[SUBKEYS + 7];
            d ^= f(t, c) ^ t[SUBKEYS + 7];
            a ^= f(s, b) ^ s[SUBKEYS + 8];
            c ^= f(t, d) ^ t[SUBKEYS + 8];
            b ^= f(s, a) ^ s[SUBKEYS + 9];
            d ^= f(t, c) ^ t[SUBKEYS + 9];
            a ^= f(s, b) ^ s[SUBKEYS + 10];
            c ^= f(t, d) ^ t[SUBKEYS + 10];
            b ^= f(s, a) ^ s[SUBKEYS + 11];
            d ^= f(t, c) ^ t[SUBKEYS + 11];
            a ^= f(s, b) ^ s[SUBKEYS + 12];
            c ^= f(t, d) ^ t[SUBKEYS + 12];
            b ^= f(s, a) ^ s[SUBKEYS + 13];
            d ^= f(t, c) ^ t[SUBKEYS + 13];
            a ^= f(s, b) ^ s[SUBKEYS + 14];
            c ^= f(t, d) ^ t[SUBKEYS + 14];
            b ^= f(s, a) ^ s[SUBKEYS + 15];
            d ^= f(t, c) ^ t[SUBKEYS + 15];
            a ^= f(s, b) ^ s[SUBKEYS + 16];
            c ^= f(t, d) ^ t[SUBKEYS + 16];
            int swapped = b ^ s[SUBKEYS + 17];
            b = a;
            a = swapped;
            swapped = d ^ t[SUBKEYS + 17];
            d = c;
            c = swapped;
            int place = i < SUBKEYS_LENGTH ? SUBKEYS + i : i - SUBKEYS_LENGTH;
            s[place] = a;
            s[place + 1] = b;
            t[place] = c;
            t[place + 1] = d;
        }
    }

    /** Blowfish of one block, its halves in the upper and the lower part of the answer. */
    private static long encrypt(int[] s, int left, int right) {
        int a = left ^ s[SUBKEYS];
        int b = right;
        b ^= f(s, a) ^ s[SUBKEYS + 1];
        a ^= f(s, b) ^ s[SUBKEYS + 2];
        b ^= f(s, a) ^ s[SUBKEYS + 3];
        a ^= f(s, b) ^ s[SUBKEYS + 4];
        b ^= f(s, a) ^ s[SUBKEYS + 5];
        a ^= f(s, b) ^ s[SUBKEYS + 6];
        b ^= f(s, a) ^ s[SUBKEYS + 7];
        a ^= f(s, b) ^ s[SUBKEYS + 8];
        b ^= f(s, a) ^ s[SUBKEYS + 9];
        a ^= f(s, b) ^ s[SUBKEYS + 10];
        b ^= f(s, a) ^ s[SUBKEYS + 11];
        a ^= f(s, b) ^ s[SUBKEYS + 12];
        b ^= f(s, a) ^ s[SUBKEYS + 13];
        a ^= f(s, b) ^ s[SUBKEYS + 14];
        b ^= f(s, a) ^ s[SUBKEYS + 15];
        a ^= f(s, b) ^ s[SUBKEYS + 16];
        return ((long) (b ^ s[SUBKEYS + 17]) << 32) | (a & 0xffffffffL);
    }

    private static int f(int[] s, int x) {
        return ((s[x >>> 24] + s[BOX + ((x >>> 16) & 0xff)]) ^ s[2 * BOX + ((x >>> 8) & 0xff)])
                + s[3 * BOX + (x & 0xff)];
    }

    /** The bytes again and again, as many as these words have. */
    private static int[] repeated(byte[] bytes, int length) {
        int[] words = new int[length];
        for (int i = 0; i < length * Integer.BYTES; i++) {
            words[i / Integer.BYTES] = (words[i / Integer.BYTES] << Byte.SIZE) | (bytes[i % bytes.length] & 0xff);
        }
        return words;
    }
}
