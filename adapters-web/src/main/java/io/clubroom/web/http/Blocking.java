package io.clubroom.web.http;

/** The executors for methods that block. */
public final class Blocking {
    /** As many platform threads as database connections, which had the best throughput and latency in measurements. */
    public static final String DATABASE = "database";

    /** Virtual threads, for work that waits for clients and uses the database only briefly. */
    public static final String FILES = "files";

    private Blocking() {}
}
