package io.clubroom.application.chat.live;

import java.time.Duration;

/**
 * The bounds of {@link LiveRooms}. All else is bounded by the number of clients and of other nodes: a client has one subscription to a
 * room, and its next request is not read until the previous one is answered.
 *
 * @param batches the maximum number of batches stored concurrently; they never share a room
 * @param batchSize the maximum number of changes in a batch
 * @param waitingMessages the maximum number of changes that are not stored yet; further ones are refused with {@link Refusal#OVERLOADED}
 * @param waitingAnswers the maximum number of answers in a room that wait for the changes before them, each for one client; further
 *     requests are refused with {@link Refusal#UNAVAILABLE}. Also the maximum number of stored changes in a room that were not sent yet to
 *     the clients that requested them
 * @param admissions the maximum number of requests that are decided together; others wait for the next turn
 * @param catchUp the maximum number of changes read at once to catch up with other nodes, over all rooms; the rest is read in the next turn
 * @param replay the maximum number of changes replayed to a returning client; one that has missed more gets no replay
 * @param page the maximum number of changes of a replay that are read, and sent to a client, at once
 * @param pageCharacters the maximum {@linkplain MessageSize size} of a page in characters; its first change is sent even if it exceeds this
 * @param replayLoads the maximum number of pages read concurrently; a page is read once for all clients that need it, further pages wait
 * @param recent the number of changes of a room kept in memory; older ones are read from the store
 * @param recentCharacters the maximum {@linkplain MessageSize size} in characters of the changes kept in memory, over all rooms; those of
 *     the room without new changes for the longest time are dropped first
 * @param listedMembers the maximum number of users listed in a {@link Effect.Welcome}
 * @param retry the pause after a failed read
 * @param confirmation how long other nodes have to announce their users again after signals may have been lost
 */
public record Limits(
        int batches,
        int batchSize,
        int waitingMessages,
        int waitingAnswers,
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
