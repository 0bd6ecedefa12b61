package io.clubroom.bootstrap.mail;

import io.clubroom.application.mail.DeliverMails;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.Outbox.Attempt;
import io.clubroom.domain.mail.Outbox.Waiting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Counts the attempts to send mails in {@code clubroom_mails_total}, and shows how many mails wait, and how long the oldest has waited. */
@Singleton
class MailMetrics {
    private final MeterRegistry meters;
    private final Outbox outbox;
    private final InstantSource clock;
    private volatile Waiting waiting = new Waiting(0, null);

    MailMetrics(MeterRegistry meters, Outbox outbox, InstantSource clock) {
        this.meters = meters;
        this.outbox = outbox;
        this.clock = clock;
        for (MailKind kind : MailKind.values()) {
            for (String outcome : new String[] {"sent", "retried", "failed"}) {
                counter(kind, outcome);
            }
        }
        Gauge.builder("clubroom.mails.queued", this, metrics -> metrics.waiting.mails())
                .description("Mails that wait to be sent")
                .register(meters);
        Gauge.builder("clubroom.mail.oldest", this, MailMetrics::oldestSeconds)
                .baseUnit("seconds")
                .description("How long the oldest waiting mail has waited")
                .register(meters);
    }

    void count(DeliverMails.Result.Attempted attempted) {
        String outcome = switch (attempted.attempt()) {
            case Attempt.Sent _ -> "sent";
            case Attempt.Retry _ -> "retried";
            case Attempt.Failed _ -> "failed";
        };
        counter(attempted.kind(), outcome).increment();
    }

    private Counter counter(MailKind kind, String outcome) {
        return Counter.builder("clubroom.mails")
                .description("Attempts to send mails")
                .tag("kind", kind.text())
                .tag("outcome", outcome)
                .register(meters);
    }

    private double oldestSeconds() {
        Instant oldest = waiting.oldest();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1000.0);
    }

    /** Refreshed periodically instead of on each read of the metrics, which may be frequent. */
    @Scheduled(fixedDelay = "5s")
    void refresh() {
        try {
            waiting = outbox.waiting();
        } catch (Unavailable outage) {
            // The gauges keep their last values.
        }
    }
}
