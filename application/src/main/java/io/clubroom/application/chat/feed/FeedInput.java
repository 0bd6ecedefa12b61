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

/** An input of {@link UserFeeds}: an event of a connection or a room, the answer to an effect, or the time. */
public sealed interface FeedInput {
    record Opened(FeedSubscriber subscriber) implements FeedInput {}

    record Closed(FeedSubscriber subscriber) implements FeedInput {}

    /** A connection has entered a room, so it no longer needs {@link FeedEffect.SendActivity} for the room. */
    record Entered(FeedSubscriber subscriber, RoomId room) implements FeedInput {}

    /** A connection has left a room. */
    record Left(FeedSubscriber subscriber, RoomId room) implements FeedInput {}

    /** A room has a new change, stored by this node or another one. */
    record Reached(RoomId room) implements FeedInput {}

    /** A user's read marker in a room has moved, through any connection. */
    record Read(RoomId room, UserId user) implements FeedInput {}

    record MemberAdded(RoomId room, UserId user) implements FeedInput {}

    record MemberRemoved(RoomId room, UserId user, Departure reason) implements FeedInput {}

    record RoomDeleted(RoomId room) implements FeedInput {}

    /** A public room was created. */
    record PublicRoomAdded(RoomId room) implements FeedInput {}

    /** A public room was deleted. All users except the banned ones were members. */
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
     * @param room null if the room does not exist or the user may not see it
     */
    record RoomLoaded(long load, @Nullable DescribedRoom room) implements FeedInput {}

    /** Answers any load. */
    record LoadFailed(long load) implements FeedInput {}

    /** @param nanoTime the time since an arbitrary origin, in nanoseconds */
    record Tick(long nanoTime) implements FeedInput {}
}
