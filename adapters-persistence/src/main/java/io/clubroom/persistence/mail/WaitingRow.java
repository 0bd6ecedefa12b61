package io.clubroom.persistence.mail;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The number of queued mails, and when the oldest was created. */
@Introspected
record WaitingRow(long mails, @Nullable Instant oldest) {}
