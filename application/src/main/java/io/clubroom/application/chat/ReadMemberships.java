package io.clubroom.application.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Map;

/** Reads the private and direct rooms of which users are members. */
public final class ReadMemberships {
    /** @param rooms the rooms of each user who has any */
    public record Result(Map<UserId, List<RoomId>> rooms) {}

    private final RoomMembers members;

    public ReadMemberships(RoomMembers members) {
        this.members = members;
    }

    /** @param limit the maximum number of rooms returned per user; of more, those with the lowest ids are returned */
    public Result read(List<UserId> users, int limit) {
        return new Result(members.closedRooms(users, limit));
    }
}
