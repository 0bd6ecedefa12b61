package io.clubroom.domain.chat;

import io.clubroom.domain.user.FullName;
import io.clubroom.domain.validation.TextLine;
import java.util.List;
import java.util.stream.Collectors;

/** The display name of a room, in any script. */
public record RoomName(String value) {
    private static final int MAX_LENGTH = 100;

    /** Accepts 1 to 100 characters (code points) without control characters, after stripping surrounding white space. */
    public static RoomName of(String value) {
        return new RoomName(TextLine.of("name", value, MAX_LENGTH));
    }

    /** Returns the name of a direct room for one of its users: the names of the others, whose total length is not limited. */
    public static RoomName ofOthers(List<FullName> others) {
        return new RoomName(
                others.isEmpty()
                        ? "Deleted user"
                        : others.stream().map(FullName::value).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return value;
    }
}
