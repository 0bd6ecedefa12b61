package io.clubroom.persistence;

import java.util.List;
import java.util.UUID;

/** The statements on a table with contents that {@link ContentCipher} has encrypted. */
public interface SealedRows {
    /**
     * Returns some rows that were not encrypted with the current key.
     *
     * @param prefix the prefix of contents that were encrypted with the current key
     */
    List<SealedRow> sealedOtherwise(byte[] prefix, int limit);

    /** Stores a re-encrypted content. Returns 0 if the row was removed or re-encrypted in the meantime. */
    int renew(UUID id, byte[] old, byte[] renewed);
}
