package io.clubroom.bootstrap.mail;

import io.clubroom.application.mail.DeliverMails;
import io.clubroom.application.mail.ProcessLinkRequest;
import io.clubroom.domain.Unavailable;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that send mails, and one that processes requests for mails. Each uses a database connection of the pool, in addition to those
 * for HTTP requests.
 */
@Singleton
public final class MailSenders {
    /** The number of mails that are sent at the same time. A hanging mail server blocks each for up to half a minute. */
    static final int SENDERS = 4;

    /** The number of database connections that these threads use. */
    public static final int CONNECTIONS = SENDERS + 1;

    private static final Logger LOG = LoggerFactory.getLogger(MailSenders.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    /**
     * How long no request for a mail must have arrived before the pending ones are processed. Processing takes longer for existing
     * accounts, and would otherwise slow down the following responses, which would reveal who has an account.
     */
    private static final Duration SILENCE = Duration.ofMillis(250);

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    /** Limits a node to 100 mails per second, so that an announcement to everybody leaves CPU time for requests. */
    static final Duration REST_AFTER_MAIL = Duration.ofMillis(40);

    /** The pause after a failure, so that a mail server that is down is not tried for every waiting mail. */
    static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);

    /** How long a stop waits for mails that are being sent. The whole server stops within ten seconds. */
    private static final Duration STOP = Duration.ofSeconds(9);

    private final DeliverMails deliverMails;
    private final ProcessLinkRequest processLinkRequest;
    private final MailBells bells;
    private final MailMetrics metrics;
    private final MailCheck check;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    MailSenders(
            DeliverMails deliverMails,
            ProcessLinkRequest processLinkRequest,
            MailBells bells,
            MailMetrics metrics,
            MailCheck check) {
        this.deliverMails = deliverMails;
        this.processLinkRequest = processLinkRequest;
        this.bells = bells;
        this.metrics = metrics;
        this.check = check;
    }

    /** Starts the threads when the server listens, because links in mails contain its port. */
    @EventListener
    void start(ServerStartupEvent event) {
        start();
    }

    synchronized void start() {
        for (int i = 1; i <= SENDERS; i++) {
            start("mail-sender-" + i, bells.senders(), Duration.ZERO, this::deliverNext);
        }
        start("mail-requests", bells.linkRequests(), SILENCE, this::processNext);
    }

    private void start(String name, Bell bell, Duration silence, Supplier<Optional<Duration>> work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> run(bell, silence, work)));
    }

    private Optional<Duration> deliverNext() {
        return switch (deliverMails.deliverNext()) {
            case DeliverMails.Result.NothingDue() -> Optional.empty();
            case DeliverMails.Result.Attempted attempted -> {
                metrics.count(attempted);
                check.note(attempted.server());
                yield Optional.of(
                        attempted.server() == DeliverMails.Server.FAILS ? REST_AFTER_FAILURE : REST_AFTER_MAIL);
            }
        };
    }

    private Optional<Duration> processNext() {
        return switch (processLinkRequest.process()) {
            case ProcessLinkRequest.Result.NothingToDo() -> Optional.empty();
            case ProcessLinkRequest.Result.Processed() -> Optional.of(Duration.ZERO);
        };
    }

    /** @param work returns how long to pause before the next call; empty if there was nothing to do */
    private void run(Bell bell, Duration silence, Supplier<Optional<Duration>> work) {
        Duration pause = FIRST_PAUSE;
        try {
            while (!isStopping()) {
                try {
                    bell.await();
                    bell.awaitSilence(silence, LONGEST_DELAY);
                    workOff(bell, work);
                    pause = FIRST_PAUSE;
                } catch (Unavailable outage) {
                    // The outage is logged elsewhere.
                    pause = waitFor(pause);
                } catch (RuntimeException failure) {
                    LOG.error("Cannot send mails", failure);
                    pause = waitFor(pause);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOff(Bell bell, Supplier<Optional<Duration>> work) throws InterruptedException {
        for (int done = 0; !isStopping(); done++) {
            Optional<Duration> rest = work.get();
            if (rest.isEmpty()) {
                return;
            }
            if (done > 0) {
                // There may be more mails than rings, such as those left by another node.
                bell.ring();
            }
            stopping.await(rest.get().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Duration waitFor(Duration pause) throws InterruptedException {
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            return pause;
        }
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits up to nine seconds for mails that are being sent. Another node, or the next start, sends the rest. */
    @PreDestroy
    synchronized void stop() throws InterruptedException {
        stopping.countDown();
        bells.senders().ringForAll();
        bells.linkRequests().ringForAll();
        long deadline = System.nanoTime() + STOP.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        for (Thread thread : threads) {
            thread.interrupt();
        }
    }
}
