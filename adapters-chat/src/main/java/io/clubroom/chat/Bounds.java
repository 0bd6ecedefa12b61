package io.clubroom.chat;

/** Limits of the queues and caches of the chat adapter. {@code docs/architecture.md} lists them with what happens when one is reached. */
public final class Bounds {
    /** The maximum size of a client message in bytes, in one WebSocket frame or several. */
    public static final int MESSAGE_BYTES = 65_536;

    /** The maximum number of frames of a connection that wait for the outcome of an earlier frame. */
    public static final int WAITING_FRAMES = 32;

    /** The maximum number of changes and typing notices from clients that wait for the engine. */
    public static final int INPUTS_OF_CLIENTS = 20_000;

    /** The maximum number of {@code read} frames that wait to be stored. */
    public static final int READINGS = 20_000;

    /** The maximum number of relay events that wait for the engine. */
    public static final int INPUTS_OF_NODES = 50_000;

    /** The maximum number of room events that wait for the {@link io.clubroom.chat.feed.FeedDispatcher}. */
    public static final int INPUTS_OF_FEEDS = 50_000;

    /** The maximum number of encoded messages that are cached for a room. */
    public static final int ENCODED_MESSAGES = 256;

    /** The maximum size in bytes of all cached encoded messages, over all rooms. */
    public static final int ENCODED_BYTES = 16 * 1024 * 1024;

    /** The percentage of direct memory in use above which connections with a backlog are closed. */
    public static final int DIRECT_MEMORY_PERCENT = 75;

    /** The maximum percentage of direct memory that incompletely received messages may take. */
    public static final int INCOMPLETE_DIRECT_MEMORY_PERCENT = 12;

    /** How long, in seconds, nothing is read from a connection that has sent too many frames. */
    public static final int PAUSE_SECONDS = 1;

    /** The smallest backlog in bytes for which a connection is closed to free memory. */
    public static final int MIN_BACKLOG_BYTES = 4_096;

    private Bounds() {}
}
