package io.clubroom.web.limit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * The threads for requests that use the database.
 *
 * @param count the number of threads
 * @param maxWait the longest expected wait for a thread; requests that would wait longer are refused
 */
@ConfigurationProperties("clubroom.web.database-threads")
record DatabaseThreadsSettings(
        @Bindable(defaultValue = "8") int count,
        @Bindable(defaultValue = "5s") Duration maxWait) {}
