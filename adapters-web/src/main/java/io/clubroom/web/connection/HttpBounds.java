package io.clubroom.web.connection;

import io.clubroom.web.http.JsonFields;

/** Limits of HTTP connections. {@code docs/architecture.md} lists them with what happens when one is reached. */
public final class HttpBounds {
    /** The maximum length of a request line in bytes. RFC 9112 §3 recommends at least 8,000. */
    public static final int REQUEST_LINE_BYTES = 8_192;

    /** The maximum size of all headers of a request, in bytes. */
    public static final int HEADER_BYTES = 8_192;

    /** The maximum number of headers of a request. */
    public static final int HEADERS = 100;

    /** The maximum size in bytes of a request body other than an announcement or a file. */
    public static final int BODY_BYTES = JsonFields.MAX_BYTES;

    /** The maximum size of an announcement in bytes. */
    public static final int ANNOUNCEMENT_BYTES = 1_048_576;

    /** The maximum size of a user's picture in bytes. */
    public static final int AVATAR_BYTES = 10_485_760;

    /** The maximum size in bytes of a request with a file, without the file. */
    public static final int FORM_BYTES = 65_536;

    /** The maximum number of bytes of a file that wait in memory. Beyond it, nothing is read from the connection. */
    public static final int UNREAD_BYTES = 16_384;

    /** The time in seconds for sending a file, in addition to one second for each 8 KiB. */
    public static final int FILE_SECONDS = 3_600;

    /** The time in seconds without progress after which a request or response is aborted. */
    public static final int IDLE_SECONDS = 60;

    /** The maximum number of bytes per read, after which other connections of the event loop get their turn. */
    public static final int READ_BYTES = 4_096;

    /** The maximum number of requests of a connection that wait for the response to an earlier one. */
    public static final int PIPELINED_REQUESTS = 32;

    /** The maximum number of concurrent requests of an HTTP/2 connection. */
    public static final int HTTP2_STREAMS = 100;

    /** The maximum percentage of the heap that unanswered requests may take. */
    public static final int REQUESTS_HEAP_PERCENT = 12;

    /** The maximum percentage of direct memory that responses may take until clients read them. */
    public static final int RESPONSES_DIRECT_MEMORY_PERCENT = 30;

    /** The size in bytes of the smallest response that is counted. Smaller ones fit into network buffers. Over HTTP/2, all are counted. */
    public static final int COUNTED_RESPONSE_BYTES = 16_384;

    /** The percentage of direct memory in use above which connections with a backlog are closed. */
    public static final int DIRECT_MEMORY_PERCENT = 65;

    /**
     * The percentage of direct memory in use above which requests that use the database wait or are refused, because their responses may be
     * large.
     */
    public static final int SCARCE_DIRECT_MEMORY_PERCENT = 75;

    /** The maximum time in seconds that such a request waits. */
    public static final int DIRECT_MEMORY_WAIT_SECONDS = 5;

    /** The smallest backlog in bytes for which a connection is closed to free direct memory. */
    public static final int MIN_BACKLOG_BYTES = 16_384;

    /** The maximum percentage of chat connections, of all connections and of those of a client, so that HTTP stays available. */
    public static final int CHAT_PERCENT = 90;

    private HttpBounds() {}
}
