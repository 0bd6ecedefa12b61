package io.clubroom.application.chat;

import io.clubroom.domain.chat.RemovedRooms;

/** Removes the remaining data of deleted rooms. */
public final class ClearRooms {
    /** @param isComplete whether nothing is left to remove, or others are removing it */
    public record Result(boolean isComplete) {}

    static final int ROWS = 5_000;

    private final RemovedRooms rooms;

    public ClearRooms(RemovedRooms rooms) {
        this.rooms = rooms;
    }

    /** Does one step. */
    public Result clear() {
        return new Result(!rooms.clearNext(ROWS));
    }
}
