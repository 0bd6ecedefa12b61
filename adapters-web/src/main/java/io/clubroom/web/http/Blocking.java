package io.clubroom.web.http;

/** The executors for methods that block. */
public final class Blocking {
    /** As many platform threads as database connections, which measured fastest and steadiest. */
    public static final String DATABASE = "database";

    private Blocking() {}
}
