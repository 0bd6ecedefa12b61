package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tracks which users have no connection to the chat on any node, and which absences must be examined because messages may be unread. A user
 * who was never connected is absent.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Absences {
    /**
     * A change of the connections of a user to a node since the last report of the node.
     *
     * @param isConnected whether the user has a connection to the node
     * @param hasArrived whether a connection was opened since then, even if it was closed again
     */
    record Change(UserId user, boolean isConnected, boolean hasArrived) {}

    /**
     * A period in which a user has no connection.
     *
     * @param number distinguishes the absences of a user
     * @param since null for a user who was never connected
     */
    record Absence(UserId user, long number, @Nullable Instant since) {}

    /**
     * Stores the changes at a node, and that the node is running. An absence that begins must be examined.
     *
     * @return false if the node was unknown, as it is at first and after {@link #expire}: then it must report all users who are connected
     *     to it
     */
    boolean report(NodeId node, List<Change> changes, Instant now);

    /** Ends all connections to a node that is stopping. */
    void leave(NodeId node, Instant now);

    /**
     * Ends the connections to nodes that last reported before this time: they have crashed, and their connections count as ended at the
     * time of the last report.
     *
     * @param limit the maximum number of users in one step
     * @return whether more may be left
     */
    boolean expire(Instant heardBefore, int limit);

    /** Returns the current absence of a user; empty while the user is connected. */
    Optional<Absence> find(UserId user);

    /**
     * Looks for new messages in direct rooms and for new mentions. The absences of the users concerned must then be examined.
     *
     * @param limit the maximum number of messages and mentions in one step
     * @return whether there may be more
     */
    boolean noteNews(int limit);

    /**
     * Returns an absence that has been waiting to be examined since this time or longer. It is locked until the current transaction ends:
     * other nodes skip it, and it cannot end meanwhile.
     */
    Optional<Absence> lockNext(Instant notedBefore);

    /**
     * Records that an absence was examined, in the transaction that locked it.
     *
     * @param since the time from which it waits to be examined again, null if it does not
     */
    void examined(UserId user, @Nullable Instant since);
}
