package io.clubroom.web.connection;

import io.clubroom.web.http.JsonFields;

/** The bounds of HTTP connections. The page about the architecture lists them, and what happens beyond them. */
public final class HttpBounds {
    /** The bytes of a request line. RFC 9112 §3 recommends at least 8,000. */
    public static final int REQUEST_LINE_BYTES = 8_192;

    /** The bytes of all headers of a request. */
    public static final int HEADER_BYTES = 8_192;

    /** The headers of a request. */
    public static final int HEADERS = 100;

    /** The bytes of a request body, unless it is an announcement or a file. */
    public static final int BODY_BYTES = JsonFields.MAX_BYTES;

    /** The bytes of an announcement. */
    public static final int ANNOUNCEMENT_BYTES = 1_048_576;

    /** The bytes of a picture of a user. */
    public static final int AVATAR_BYTES = 10_485_760;

    /** The bytes that a request with a file may have beyond the file. */
    public static final int FORM_BYTES = 65_536;

    /** The bytes of a file that may wait in memory to be read. From then on, nothing is read from the connection. */
    public static final int UNREAD_BYTES = 16_384;

    /** The seconds in which a client has to send a file, beyond one for each 8 KiB. */
    public static final int FILE_SECONDS = 3_600;

    /** The seconds after which a request or a response is given up of which no byte moves. */
    public static final int IDLE_SECONDS = 60;

    /** The bytes that are read from a connection before the others of its event loop have their turn. */
    public static final int READ_BYTES = 4_096;

    /** The requests that wait while an earlier one of the same connection is answered. */
    public static final int PIPELINED_REQUESTS = 32;

    /** The requests of an HTTP/2 connection that are under way at the same time. */
    public static final int HTTP2_STREAMS = 100;

    /** The share of the heap that requests may take until they are answered. */
    public static final int REQUESTS_HEAP_PERCENT = 12;

    /** The share of direct memory that responses may take until their clients have read them. */
    public static final int RESPONSES_DIRECT_MEMORY_PERCENT = 30;

    /** The bytes of the smallest response that is counted: smaller ones fit into the buffers of the network. Over HTTP/2 all are counted. */
    public static final int COUNTED_RESPONSE_BYTES = 16_384;

    /** The share of direct memory that may be in use before connections are closed for what waits for their clients. */
    public static final int DIRECT_MEMORY_PERCENT = 65;

    /** The share of direct memory in use beyond which requests that use the database wait or are refused: their responses may be large. */
    public static final int SCARCE_DIRECT_MEMORY_PERCENT = 75;

    /** The seconds that such a request waits at most. */
    public static final int DIRECT_MEMORY_WAIT_SECONDS = 5;

    /** The smallest number of bytes for which a connection is closed to gain direct memory. */
    public static final int MIN_BACKLOG_BYTES = 16_384;

    /** The share of all connections, and of those of a client, that may be chat connections: HTTP must stay available. */
    public static final int CHAT_PERCENT = 90;

    private HttpBounds() {}
}
