package io.clubroom.persistence;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks at the start that this node can decrypt all stored contents, and re-encrypts contents that were encrypted with the previous key.
 */
@Context
@Requires(beans = EncryptionKeys.class)
final class SealedContents {
    private static final Logger LOG = LoggerFactory.getLogger(SealedContents.class);
    private static final int BATCH_SIZE = 1_000;

    private final JdbcTransactions transactions;
    private final ContentCipher cipher;

    /** @throws DatabaseFailure if this node lacks a key */
    SealedContents(List<SealedRows> tables, JdbcTransactions transactions, ContentCipher cipher) {
        this.transactions = transactions;
        this.cipher = cipher;
        tables.forEach(this::renew);
    }

    private void renew(SealedRows table) {
        int found;
        int renewed = 0;
        do {
            found = StartPatience.waitOutOutage(() -> transactions.call(() -> {
                List<SealedRow> batch = table.sealedOtherwise(cipher.currentPrefix(), BATCH_SIZE);
                batch.forEach(row -> table.renew(row.id(), row.content(), renewed(row)));
                return batch.size();
            }));
            renewed += found;
        } while (found == BATCH_SIZE);
        if (renewed > 0) {
            LOG.info("Encrypted {} stored contents with the current key", renewed);
        }
    }

    private byte[] renewed(SealedRow row) {
        if (!cipher.knows(row.content())) {
            throw new DatabaseFailure(
                    "ENCRYPTION_KEY is not the key that stored data was encrypted with; start with that key, or set"
                            + " ENCRYPTION_KEY_PREVIOUS to it.",
                    null);
        }
        try {
            return cipher.seal(row.id(), cipher.open(row.id(), row.content()));
        } catch (ContentCipher.Unreadable damaged) {
            throw new DatabaseFailure(
                    "The encrypted row " + row.id() + " is damaged: " + damaged.getMessage() + ".", damaged);
        }
    }
}
