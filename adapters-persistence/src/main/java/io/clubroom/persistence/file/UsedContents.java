package io.clubroom.persistence.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;

/** Marks contents as used, in the transaction that stores the references to them. */
@Singleton
class UsedContents {
    private final ContentRows rows;
    private final JdbcTransactions transactions;

    UsedContents(ContentRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    /**
     * Stores a reference to a content.
     *
     * @param insertion stores the reference; returns whether it has stored anything
     * @throws IllegalStateException if the content was removed
     */
    boolean store(ContentId content, BooleanSupplier insertion) {
        return transactions.call(() -> {
            // First, because the foreign keys need the row.
            boolean wasBegun = rows.use(content.value()) == 1;
            if (!wasBegun && !rows.isInUse(content.value())) {
                throw new IllegalStateException("content " + content + " was removed");
            }
            boolean isStored = insertion.getAsBoolean();
            if (!isStored && wasBegun) {
                rows.undoUse(content.value());
            }
            return isStored;
        });
    }
}
