package io.clubroom.application.chat.feed;

import io.clubroom.application.chat.DescribedRoom;
import io.clubroom.application.chat.ReadActivity;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link UserFeeds} is told: connections, what happens in rooms, answers to its effects, and the time. */
public sealed interface FeedInput {
    record Opened(FeedSubscriber subscriber) implements FeedInput {}

    record Closed(FeedSubscriber subscriber) implements FeedInput {}

    /** A connection is in a room from now on, so it need not be told where the room ends. */
    record Entered(FeedSubscriber subscriber, RoomId room) implements FeedInput {}

    /** A connection has left a room. */
    record Left(FeedSubscriber subscriber, RoomId room) implements FeedInput {}

    /** Something has changed in a room, on this node or another one. */
    record Reached(RoomId room) implements FeedInput {}

    /** A user has read more of a room, through this connection or another one. */
    record Read(RoomId room, UserId user) implements FeedInput {}

    record MemberAdded(RoomId room, UserId user) implements FeedInput {}

    record MemberRemoved(RoomId room, UserId user, Departure reason) implements FeedInput {}

    record RoomDeleted(RoomId room) implements FeedInput {}

    /** There is a new public room. */
    record PublicRoomAdded(RoomId room) implements FeedInput {}

    /** A public room was deleted, of which everybody was a member but those who were banned. */
    record PublicRoomRemoved(RoomId room, Set<UserId> banned) implements FeedInput {}

    /** Signals of other nodes may have been lost. */
    record Resumed() implements FeedInput {}

    /** Answers {@link FeedEffect.LoadRooms}. */
    record RoomsLoaded(long load, Map<UserId, List<RoomId>> rooms) implements FeedInput {}

    /** Answers {@link FeedEffect.LoadActivity}. */
    record ActivityLoaded(long load, List<ReadActivity.Activity> activities) implements FeedInput {}

    /**
     * Answers {@link FeedEffect.LoadRoom}.
     *
     * @param room null if it does not exist, or not for the user
     */
    record RoomLoaded(long load, @Nullable DescribedRoom room) implements FeedInput {}

    /** Answers any of the loads. */
    record LoadFailed(long load) implements FeedInput {}

    /** @param nanoTime the time since an arbitrary origin, in nanoseconds */
    record Tick(long nanoTime) implements FeedInput {}
}
