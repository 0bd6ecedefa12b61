package io.clubroom.web.chat;

import io.clubroom.application.chat.DescribedRoom;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Encodes rooms as REST responses do, for use outside of responses. */
@Singleton
public final class RoomEncoder {
    private final JsonMapper json;

    RoomEncoder(JsonMapper json) {
        this.json = json;
    }

    /** Returns the JSON object of the room, as its reader sees it. */
    public String encode(DescribedRoom room) {
        try {
            return json.writeValueAsString(RoomBody.of(room));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
