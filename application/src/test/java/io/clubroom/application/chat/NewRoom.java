package io.clubroom.application.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.user.User;
import java.util.Arrays;
import java.util.List;

/** A request to create a room. */
public record NewRoom(RoomKind kind, CreateRoom.Command command) implements CreateRoom.Request {
    public static NewRoom publicRoom(String id, String name) {
        return new NewRoom(RoomKind.PUBLIC, new CreateRoom.Command(new RoomId(id), RoomName.of(name), List.of()));
    }

    public static NewRoom privateRoom(String name, User... members) {
        return new NewRoom(
                RoomKind.PRIVATE,
                new CreateRoom.Command(
                        null,
                        RoomName.of(name),
                        Arrays.stream(members).map(User::id).toList()));
    }
}
