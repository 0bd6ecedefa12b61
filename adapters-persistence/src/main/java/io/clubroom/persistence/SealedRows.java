package io.clubroom.persistence;

import java.util.List;
import java.util.UUID;

/** The statements on a table with contents that {@link ContentCipher} has encrypted. */
public interface SealedRows {
    /**
     * Some rows that were encrypted with another key.
     *
     * @param prefix what contents begin with that were encrypted with the current key
     */
    List<SealedRow> sealedOtherwise(byte[] prefix, int limit);

    /** Stores the content encrypted anew. Returns 0 if the row is gone or was encrypted anew meanwhile. */
    int renew(UUID id, byte[] old, byte[] renewed);
}
