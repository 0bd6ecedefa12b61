package io.clubroom.web.http;

/** The executors for methods that block. */
public final class Blocking {
    /** As many platform threads as database connections, which measured fastest and steadiest. */
    public static final String DATABASE = "database";

    /** Virtual threads, for what takes as long as a client sends, and uses the database only briefly. */
    public static final String FILES = "files";

    private Blocking() {}
}
