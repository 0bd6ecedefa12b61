package io.clubroom.application.chat.live;

/**
 * Something that clients do or that fails.
 *
 * @param at virtual time in nanoseconds
 * @param subject a number from which the client, node or room is chosen
 * @param seed of the details
 */
record Stimulus(long at, Kind kind, int subject, long seed) {
    enum Kind {
        /** A client connects if necessary, and enters a room. */
        ENTER(30),
        /** A client that is in a room asks for a replay. */
        REPLAY(4),
        LEAVE(6),
        PUBLISH(40),
        BURST(8),
        /** A client edits a message, perhaps several times. */
        EDIT(16),
        DELETE(5),
        REACT(14),
        /** A client asks again for a change that its user has asked for before. */
        REPEAT(12),
        TYPE(3),
        /** A client reads: the last message, or less or more than that; perhaps several times, perhaps with another client of its user. */
        READ(24),
        /** A client closes its connection and returns later. */
        RECONNECT(4),
        /** A client closes its connection for good. */
        QUIT(2),
        /** The network cuts a connection. */
        DROP(6),
        /** A client stops reading for a while. */
        STALL(5),
        RENAME(3),
        /** A user is deactivated, or activated again. */
        DEACTIVATE(2),
        DELETE_USER(1),
        /** A user is removed from a private room, and perhaps added again later. */
        REMOVE_MEMBER(4),
        CREATE_ROOM(3),
        DELETE_ROOM(2),
        /** A room is deleted and created again while a node, perhaps the deleting one, is cut off; it may soon have more messages than before. */
        REPLACE_ROOM(1),
        STORE_FAILS(4),
        STORE_HANGS(3),
        CUT_RELAY(4),
        CRASH(2),
        /** A node stops handling inputs for a while. */
        PAUSE(2);

        final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    @Override
    public String toString() {
        return "%10.3f ms  %s %d".formatted(at / 1e6, kind, subject);
    }
}
