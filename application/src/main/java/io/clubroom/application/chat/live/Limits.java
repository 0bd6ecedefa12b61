package io.clubroom.application.chat.live;

import java.time.Duration;

/**
 * The bounds of {@link LiveRooms}. What the clients and the other nodes add is bounded by them: a client has one subscription to a room, and
 * waits for the answer to one request before its next one is read.
 *
 * @param batches the batches that are stored concurrently; they never share a room
 * @param batchSize the changes of a batch
 * @param waitingMessages the changes that wait to be stored; more are refused with {@link Refusal#OVERLOADED}
 * @param waitingRepeats the answers to one client, of a room, that wait for the changes before them; more are refused with {@link
 *     Refusal#UNAVAILABLE}; and the stored changes of a room that those who have asked for them were not sent yet
 * @param admissions the requests to enter that are decided together; more wait for the next turn
 * @param catchUp the changes that are read at once to catch up with other nodes, over all rooms; more are read in the next turn
 * @param replay the changes that are replayed to a returning client; one that has missed more gets none
 * @param page the changes of a replay that are read, and written to a client, at once
 * @param pageCharacters the {@linkplain MessageSize characters} of a replay that are written to a client at once, beyond its first change
 * @param replayLoads the pages that are read concurrently; a page is read once for all that need it, more pages wait
 * @param recent the changes of a room that are kept in memory; older ones are read from the store
 * @param recentCharacters the {@linkplain MessageSize characters} of the changes that are kept in memory, over all rooms; those of the room without news for the
 *     longest time go first
 * @param listedMembers the users that a newcomer is told
 * @param retry how long to wait after a failed read
 * @param confirmation how long other nodes have to announce their users again after signals may have been lost
 */
public record Limits(
        int batches,
        int batchSize,
        int waitingMessages,
        int waitingRepeats,
        int admissions,
        int catchUp,
        int replay,
        int page,
        int pageCharacters,
        int replayLoads,
        int recent,
        int recentCharacters,
        int listedMembers,
        Duration retry,
        Duration confirmation) {
    public static final Limits DEFAULT = new Limits(
            2,
            256,
            20_000,
            1_000,
            1_000,
            2_000,
            1_000,
            100,
            128 * 1024,
            2,
            256,
            16 * 1024 * 1024,
            1_000,
            Duration.ofMillis(250),
            Duration.ofSeconds(3));
}
