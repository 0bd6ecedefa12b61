package io.clubroom.bootstrap.mail;

import io.clubroom.application.mail.DeliverMails;
import io.clubroom.bootstrap.settings.MailSettings;
import io.clubroom.web.health.HealthCheck;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Checks whether the mail server accepts mails, judging by the last attempts of this node. */
@Singleton
final class MailCheck implements HealthCheck {
    /** The number of consecutive attempts that failed because of the server after which it is considered down. */
    private static final int FAILURES = 3;

    private final MailSettings settings;
    private final AtomicInteger failures = new AtomicInteger();

    MailCheck(MailSettings settings) {
        this.settings = settings;
    }

    void note(DeliverMails.Server attempted) {
        switch (attempted) {
            case NOT_ASKED -> {}
            case WORKS -> failures.set(0);
            case FAILS -> failures.updateAndGet(before -> Math.min(before + 1, FAILURES));
        }
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public State state() {
        if (settings.server().isEmpty()) {
            return State.OFF;
        }
        return failures.get() < FAILURES ? State.UP : State.DOWN;
    }

    /** Not required, because mails wait in the outbox. */
    @Override
    public boolean isRequired() {
        return false;
    }
}
