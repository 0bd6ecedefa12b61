package io.clubroom.web.limit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What calls that touch the database run on.
 *
 * @param count how many threads
 * @param maxWait how long a call may have to wait for one of them; it is refused at once if it would be longer
 */
@ConfigurationProperties("clubroom.web.database-threads")
record DatabaseThreadsSettings(
        @Bindable(defaultValue = "8") int count,
        @Bindable(defaultValue = "5s") Duration maxWait) {}
