package io.clubroom.application.chat.live;

import java.util.List;

/** Skeleton while the engine is being written. */
public final class LiveRooms {
    public LiveRooms(Limits limits) {}

    /** Handles inputs in their order, and returns the effects to carry out in theirs. */
    public List<Effect> handle(List<Input> inputs) {
        return List.of();
    }

    /** Whether a {@link Input.Tick} is needed although nothing else happens. */
    public boolean needsTick() {
        return false;
    }
}
