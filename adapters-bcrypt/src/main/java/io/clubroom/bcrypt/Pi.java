package io.clubroom.bcrypt;

import java.math.BigInteger;

/** The number pi, by the series of the Chudnovsky brothers (1988). */
final class Pi {
    /** More bits than are lost by rounding. */
    private static final int GUARD_BITS = Integer.SIZE;

    /** What each term of the series adds. */
    private static final int BITS_OF_TERM = 47;

    private static final BigInteger STEP = BigInteger.valueOf(640_320).pow(3).divide(BigInteger.valueOf(24));

    private Pi() {}

    /** The first bits behind the point, so many words of 32. */
    static int[] fraction(int words) {
        int bits = words * Integer.SIZE + GUARD_BITS;
        Terms terms = Terms.of(0, bits / BITS_OF_TERM + 1);
        BigInteger root = BigInteger.valueOf(10_005).shiftLeft(2 * bits).sqrt();
        BigInteger pi =
                root.multiply(BigInteger.valueOf(426_880)).multiply(terms.q).divide(terms.sum);
        int[] fraction = new int[words];
        for (int i = 0; i < words; i++) {
            fraction[i] = pi.shiftRight(bits - (i + 1) * Integer.SIZE).intValue();
        }
        return fraction;
    }

    /**
     * The terms from one to another, added by halves so that most of the numbers are short.
     *
     * @param p the product of the terms' numerators
     * @param q the product of their denominators
     * @param sum their sum, times {@code q}
     */
    private record Terms(BigInteger p, BigInteger q, BigInteger sum) {
        static Terms of(int first, int end) {
            if (end - first == 1) {
                return of(first);
            }
            int middle = (first + end) >>> 1;
            Terms low = of(first, middle);
            Terms high = of(middle, end);
            return new Terms(
                    low.p.multiply(high.p),
                    low.q.multiply(high.q),
                    low.sum.multiply(high.q).add(low.p.multiply(high.sum)));
        }

        private static Terms of(long k) {
            BigInteger p = k == 0 ? BigInteger.ONE : BigInteger.valueOf(-(6 * k - 5) * (2 * k - 1) * (6 * k - 1));
            BigInteger q = k == 0 ? BigInteger.ONE : STEP.multiply(BigInteger.valueOf(k * k * k));
            return new Terms(p, q, p.multiply(BigInteger.valueOf(13_591_409 + 545_140_134 * k)));
        }
    }
}
