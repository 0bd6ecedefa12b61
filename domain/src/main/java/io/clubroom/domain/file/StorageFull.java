package io.clubroom.domain.file;

/** The store has no room for a content; what it has stays readable. */
public final class StorageFull extends RuntimeException {
    public StorageFull(Throwable cause) {
        super("The store of files has no room", cause);
    }
}
