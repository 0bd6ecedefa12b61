package io.clubroom.application.chat;

import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomRelay;
import java.util.List;

/** Erases removed users from the rooms that they were in or have written in. */
public final class EraseUsers {
    /** @param isComplete whether nothing is left to erase */
    public record Result(boolean isComplete) {}

    private static final int ROOMS = 100;
    private static final int ROWS = 5_000;

    private final Erasures erasures;
    private final RoomRelay relay;

    public EraseUsers(Erasures erasures, RoomRelay relay) {
        this.erasures = erasures;
        this.relay = relay;
    }

    /** Does one step: announces the erasure in rooms where this has not happened yet, otherwise removes the remaining data. */
    public Result erase() {
        List<RoomChange.UserErased> announced = erasures.tell(ROOMS);
        announced.forEach(change -> relay.stored(change.room(), change.change()));
        return new Result(announced.isEmpty() && !erasures.clean(ROWS));
    }
}
