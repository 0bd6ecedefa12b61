package io.clubroom.domain.file;

import java.util.UUID;

/** The id of a content in the {@linkplain ContentStore store}; random, and used once. */
public record ContentId(UUID value) {
    /** The number of shards of a store. */
    public static final int SHARDS = 256;

    /** The part of the store that the content belongs to, from 0 to {@link #SHARDS} - 1. */
    public int shard() {
        return (int) (value.getLeastSignificantBits() & (SHARDS - 1));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
