package io.clubroom.bootstrap.mail;

import io.clubroom.domain.mail.MailSignal;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Wakes the threads of {@link MailSenders}. */
@Singleton
final class MailBells implements MailSignal {
    /** The interval at which a node checks for mails that other nodes have left. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Bell senders = new Bell(MailSenders.SENDERS, INTERVAL);
    private final Bell linkRequests = new Bell(1, INTERVAL);

    @Override
    public void mailsAdded() {
        senders.ring();
        linkRequests.ring();
    }

    Bell senders() {
        return senders;
    }

    Bell linkRequests() {
        return linkRequests;
    }
}
