package io.clubroom.web.chat;

import io.clubroom.application.chat.DescribedRoom;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Encodes rooms as the responses do, for those who tell clients of a room in another way. */
@Singleton
public final class RoomEncoder {
    private final JsonMapper json;

    RoomEncoder(JsonMapper json) {
        this.json = json;
    }

    /** The JSON object that the room's reader gets. */
    public String encode(DescribedRoom room) {
        try {
            return json.writeValueAsString(RoomBody.of(room));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
