package io.clubroom.persistence.embedded;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A backup cannot be restored. The message is the predicate of a sentence about the file. */
final class UnusableBackup extends IOException {
    UnusableBackup(String predicate, @Nullable Throwable cause) {
        super(predicate, cause);
    }

    static UnusableBackup damaged(@Nullable Throwable cause) {
        return new UnusableBackup("is incomplete or damaged, or no backup of Clubroom", cause);
    }
}
