package io.clubroom.application.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Map;

/** Reads which private and direct rooms users are members of. */
public final class ReadMemberships {
    /** @param rooms those of each user who has any */
    public record Result(Map<UserId, List<RoomId>> rooms) {}

    private final RoomMembers members;

    public ReadMemberships(RoomMembers members) {
        this.members = members;
    }

    /** @param limit the most rooms returned for one user, those with the lowest ids */
    public Result read(List<UserId> users, int limit) {
        return new Result(members.closedRooms(users, limit));
    }
}
