package io.clubroom.domain.chat;

import java.util.UUID;

/** The id of a server process; new at each start. */
public record NodeId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
