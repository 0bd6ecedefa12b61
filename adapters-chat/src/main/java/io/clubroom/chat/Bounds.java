package io.clubroom.chat;

/** The bounds of queues and caches. The page about the architecture lists all of the chat, and what happens beyond them. */
public final class Bounds {
    /** The bytes of a message from a client, in one WebSocket frame or in several. */
    public static final int MESSAGE_BYTES = 65_536;

    /** The frames of a connection that wait for the outcome of an earlier one. */
    public static final int WAITING_FRAMES = 32;

    /** The published messages and typing notices that wait for the engine. */
    public static final int INPUTS_OF_CLIENTS = 20_000;

    /** The frames {@code read} of clients that wait for the thread that stores them. */
    public static final int READINGS = 20_000;

    /** The events of the relay that wait for the engine. */
    public static final int INPUTS_OF_NODES = 50_000;

    /** The events of rooms that wait to be told to connections which are not in them. */
    public static final int INPUTS_OF_FEEDS = 50_000;

    /** The messages of a room that are kept encoded. */
    public static final int ENCODED_MESSAGES = 256;

    /** The bytes of the messages that are kept encoded, over all rooms. */
    public static final int ENCODED_BYTES = 16 * 1024 * 1024;

    /** The share of direct memory that may be in use before connections are closed for their backlogs. */
    public static final int DIRECT_MEMORY_PERCENT = 75;

    /** The share of direct memory that messages may take which have not been received completely. */
    public static final int INCOMPLETE_DIRECT_MEMORY_PERCENT = 12;

    /** The seconds for which nothing is read from a connection that has sent too many frames. */
    public static final int PAUSE_SECONDS = 1;

    /** The smallest backlog, in bytes, for which a connection is closed to gain memory. */
    public static final int MIN_BACKLOG_BYTES = 4_096;

    private Bounds() {}
}
