package io.clubroom.web.limit;

import java.time.Duration;

/**
 * The threads for requests that use the database.
 *
 * @param count the number of threads
 * @param maxWait the longest expected wait for a thread; requests that would wait longer are refused
 */
public record DatabaseThreadsSettings(int count, Duration maxWait) {}
