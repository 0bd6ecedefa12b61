package io.clubroom.domain.file;

import java.util.UUID;

/** The id of a content in the {@linkplain ContentStore store}; random, and never reused. */
public record ContentId(UUID value) {
    /** The number of shards of a store. */
    public static final int SHARDS = 256;

    /** Returns the shard of the store to which the content belongs, from 0 to {@link #SHARDS} - 1. */
    public int shard() {
        return (int) (value.getLeastSignificantBits() & (SHARDS - 1));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
