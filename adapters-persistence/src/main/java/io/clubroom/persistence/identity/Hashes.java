package io.clubroom.persistence.identity;

import io.clubroom.domain.auth.SecretHash;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;

/** Hashes of secrets as columns. */
final class Hashes {
    /** A statement that removes no more stays far within its time. */
    private static final int BATCH = 5_000;

    private Hashes() {}

    static byte[] column(SecretHash hash) {
        return HexFormat.of().parseHex(hash.value());
    }

    /** @param removal removes at most so many rows and says how many it did */
    static void inBatches(IntUnaryOperator removal) {
        int removed;
        do {
            removed = removal.applyAsInt(BATCH);
        } while (removed == BATCH);
    }
}
