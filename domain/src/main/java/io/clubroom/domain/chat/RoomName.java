package io.clubroom.domain.chat;

import io.clubroom.domain.validation.TextLine;

/** The display name of a room, in any script. */
public record RoomName(String value) {
    private static final int MAX_LENGTH = 100;

    /** Accepts 1 to 100 characters (code points) without control characters, after stripping surrounding white space. */
    public static RoomName of(String value) {
        return new RoomName(TextLine.of("name", value, MAX_LENGTH));
    }

    @Override
    public String toString() {
        return value;
    }
}
