package io.clubroom.persistence;

/** The availability of the database. */
public enum DatabaseState {
    UP,
    /** It answers, but stores no changes: it is a standby or set to read-only, or its disk is full or defective. */
    READ_ONLY,
    DOWN
}
