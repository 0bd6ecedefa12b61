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
 * Gives another owner to the private rooms of which a user who is deleted or deactivated is the only owner: the moderator who has been a
 * member for the longest time, or else the member who has. Rooms without other active members are deleted.
 *
 * <p>Runs in the transaction that deletes or deactivates the user, which must have locked the rooms before the users ({@link
 * RoomMembers#lockOwnedBy}).
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
        // Includes rooms of which the user became an owner while this transaction waited for the user's lock.
        for (RoomId room : members.lockOwnedBy(owner)) {
            Others others = members.others(room, owner);
            if (others.hasOwner()) {
                continue;
            }
            if (others.next() == null) {
                rooms.remove(room);
                relay.roomDeleted(room);
            } else {
                // The time is ignored, because the user is already a member.
                members.add(room, List.of(others.next()), RoomRole.OWNER, Instant.EPOCH);
            }
        }
    }
}
