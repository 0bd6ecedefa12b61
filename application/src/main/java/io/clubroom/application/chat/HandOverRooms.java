package io.clubroom.application.chat;

import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomMembers.Others;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;

/**
 * Gives the private rooms of a user who is deleted or deactivated another owner, if the user is the only one: the moderator who has been a
 * member for the longest time, otherwise the member. Rooms without other active members are deleted.
 *
 * <p>Runs in the transaction that ends the user, which has locked the rooms before the users ({@link RoomMembers#lockOwnedBy}).
 */
public final class HandOverRooms {
    private final Rooms rooms;
    private final RoomMembers members;
    private final RoomRelay relay;

    public HandOverRooms(Rooms rooms, RoomMembers members, RoomRelay relay) {
        this.rooms = rooms;
        this.members = members;
        this.relay = relay;
    }

    public void handOver(UserId owner) {
        // Also those that the user became an owner of while this transaction waited for the user.
        for (RoomId room : members.lockOwnedBy(owner)) {
            Others others = members.others(room, owner);
            if (others.hasOwner()) {
                continue;
            }
            if (others.next() == null) {
                rooms.remove(room);
                relay.roomDeleted(room);
            } else {
                // The time is that of a new member, which the user is not.
                members.add(room, List.of(others.next()), RoomRole.OWNER, Instant.EPOCH);
            }
        }
    }
}
