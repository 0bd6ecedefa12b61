package io.clubroom.bootstrap.mail;

import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.mail.Outbox;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Removes old mails and expired links. Runs on every node. */
@Singleton
class MailHousekeeping {
    /** How long the outbox keeps mails that were sent or have failed. */
    private static final Duration RETENTION = Duration.ofDays(30);

    private final Outbox outbox;
    private final AccountLinks links;
    private final InstantSource clock;

    MailHousekeeping(Outbox outbox, AccountLinks links, InstantSource clock) {
        this.outbox = outbox;
        this.links = links;
        this.clock = clock;
    }

    @Scheduled(initialDelay = "10m", fixedDelay = "1h")
    void removeOldMails() {
        outbox.removeOld(clock.instant().minus(RETENTION));
    }

    @Scheduled(initialDelay = "5m", fixedDelay = "10m")
    void removeExpiredLinks() {
        links.removeExpired(clock.instant());
    }
}
