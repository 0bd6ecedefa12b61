package io.clubroom.application.chat.feed;

import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Map;

/** An effect requested by {@link UserFeeds}. The caller carries effects out in list order; loads run concurrently with everything else. */
public sealed interface FeedEffect {
    /** Reads the private and direct rooms of users. Answered by {@link FeedInput.RoomsLoaded} or {@link FeedInput.LoadFailed}. */
    record LoadRooms(long load, List<UserId> users) implements FeedEffect {}

    /**
     * Reads the last message and change of rooms, and the unread counts of users. Answered by {@link FeedInput.ActivityLoaded} or {@link
     * FeedInput.LoadFailed}.
     */
    record LoadActivity(long load, Map<RoomId, List<UserId>> rooms) implements FeedEffect {}

    /** Reads a room as a user sees it. Answered by {@link FeedInput.RoomLoaded} or {@link FeedInput.LoadFailed}. */
    record LoadRoom(long load, Actor.SignedIn reader, RoomId room) implements FeedEffect {}

    /** Sends the last message and change of a room, and the user's unread counts, to a connection that is not in the room. */
    record SendActivity(FeedSubscriber subscriber, RoomId room, long lastSeq, long lastChange, RoomReads.Counts counts)
            implements FeedEffect {}

    record SendAdded(FeedSubscriber subscriber, DescribedRoom room) implements FeedEffect {}

    record SendRemoved(FeedSubscriber subscriber, RoomId room, Departure reason) implements FeedEffect {}
}
