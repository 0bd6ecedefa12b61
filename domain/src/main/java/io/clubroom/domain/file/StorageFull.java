package io.clubroom.domain.file;

/** Thrown if the store has no room for a content; stored contents stay readable. */
public final class StorageFull extends RuntimeException {
    public StorageFull(Throwable cause) {
        super("The store of files has no room", cause);
    }
}
