package io.clubroom.files;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.StoreIdentity;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a store is the one that the database knows, by a mark in the store whose id is also in the database. Otherwise a
 * folder that is not mounted, or another bucket, would look as if all contents were lost, and the database would forget them; and two
 * installations with one store would remove each other's contents.
 */
final class Ownership {
    /** The name of the mark. */
    static final String MARK = "clubroom-store";

    /** The mark in the store. Every method throws {@link Unavailable} if the store fails. */
    interface Mark {
        /** The text of the mark, blank if an operator wants the database to use the store from now on; empty without a mark. */
        Optional<String> read();

        /** Creates the mark, unless there is one. */
        void create(String text);

        /** Overwrites the mark. */
        void replace(String text);

        /** Whether the store has any content. */
        boolean hasContents();
    }

    private final Mark mark;
    private final StoreIdentity identity;

    /** Null until the store was the right one. */
    private volatile @Nullable String known;

    Ownership(Mark mark, StoreIdentity identity) {
        this.mark = mark;
        this.identity = identity;
    }

    /** Like {@link #verify}, unless that has succeeded before. */
    void verifyOnce() {
        if (known == null) {
            verify();
        }
    }

    /** Marks a new store as the one of the database; throws {@link Unavailable} if the store is another one. */
    void verify() {
        String id = known;
        if (id == null) {
            id = identity.find().map(UUID::toString).orElse(null);
        }
        if (id == null) {
            id = claim();
        }
        String marked = text();
        if (marked == null) {
            throw Failures.unavailable(
                    "It has no " + MARK + ": it is not the store of this database, or is not mounted", null);
        }
        if (marked.isEmpty()) {
            mark.replace(id);
        } else if (!marked.equals(id)) {
            throw Failures.unavailable("Its " + MARK + " is the one of another database", null);
        }
        known = id;
    }

    private String claim() {
        String marked = text();
        if (marked == null) {
            mark.create(UUID.randomUUID().toString());
            marked = text();
        } else if (!marked.isEmpty() && mark.hasContents()) {
            throw Failures.unavailable("Its " + MARK + " is the one of another database, and it has contents", null);
        }
        return identity.remember(marked == null || marked.isEmpty() ? UUID.randomUUID() : id(marked))
                .toString();
    }

    private @Nullable String text() {
        return mark.read().map(String::strip).orElse(null);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw Failures.unavailable("Its " + MARK + " has no id", notAnId);
        }
    }
}
