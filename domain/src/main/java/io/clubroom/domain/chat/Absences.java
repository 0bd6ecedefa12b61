package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows who has no connection to the chat, on any node, and whose absence has to be looked at because something may be unread. A user who was
 * never connected is absent.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Absences {
    /**
     * What has become of the connections of a user to a node since it last told.
     *
     * @param isConnected whether the user has a connection to the node
     * @param hasArrived whether one was opened since then, even if it is closed again
     */
    record Change(UserId user, boolean isConnected, boolean hasArrived) {}

    /**
     * The time without a connection.
     *
     * @param number tells the absences of a user apart
     * @param since null for a user who was never connected
     */
    record Absence(UserId user, long number, @Nullable Instant since) {}

    /**
     * Stores what has changed at a node, and that the node runs. An absence that begins is to be looked at.
     *
     * @return false if the node was not known, as it is at first and after {@link #expire}: then it has to tell of all users who are
     *     connected to it
     */
    boolean report(NodeId node, List<Change> changes, Instant now);

    /** Ends all connections to a node, which stops. */
    void leave(NodeId node, Instant now);

    /**
     * Ends connections to nodes that were last heard before this time: they have crashed, and the connections ended when the node was last
     * heard.
     *
     * @param limit the most users in one step
     * @return whether something may be left
     */
    boolean expire(Instant heardBefore, int limit);

    /** The present absence of a user; empty while the user is connected. */
    Optional<Absence> find(UserId user);

    /**
     * Looks for new messages in direct rooms, and new mentions: the absences of whom they concern are to be looked at.
     *
     * @param limit the most messages and mentions in one step
     * @return whether there may be more
     */
    boolean noteNews(int limit);

    /**
     * Takes an absence that has been to be looked at since this time or longer. It is locked until the current transaction ends: other
     * nodes skip it, and it does not end so long.
     */
    Optional<Absence> lockNext(Instant notedBefore);

    /**
     * The absence was looked at; used only in the transaction that took it.
     *
     * @param since since when it is to be looked at again, null if it is not
     */
    void examined(UserId user, @Nullable Instant since);
}
