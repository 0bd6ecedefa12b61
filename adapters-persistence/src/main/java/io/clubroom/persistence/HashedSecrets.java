package io.clubroom.persistence;

import io.clubroom.domain.auth.SecretHash;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;

/** Shared code for tables with hashed, expiring secrets. */
public final class HashedSecrets {
    /** The number of rows per statement, which keeps statements far below their timeout. */
    private static final int BATCH_SIZE = 5_000;

    private HashedSecrets() {}

    public static byte[] column(SecretHash hash) {
        return HexFormat.of().parseHex(hash.value());
    }

    public static SecretHash hash(byte[] column) {
        return new SecretHash(HexFormat.of().formatHex(column));
    }

    /** @param removal removes at most this many rows and returns how many it removed */
    public static void removeInBatches(IntUnaryOperator removal) {
        int removed;
        do {
            removed = removal.applyAsInt(BATCH_SIZE);
        } while (removed == BATCH_SIZE);
    }
}
