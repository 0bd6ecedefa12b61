package io.clubroom.web.http;

/** The executors that calls run on, for nothing may block an event loop. */
public final class Blocking {
    /** As many platform threads as the database has connections: measured, that is fastest and steadiest. */
    public static final String DATABASE = "database";

    private Blocking() {}
}
