package io.clubroom.application.mail;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import java.time.InstantSource;
import java.util.Map;

/** Notifies a user of a change of the account. */
public final class SendNotice {
    private final SendMail sendMail;
    private final InstantSource clock;

    public SendNotice(SendMail sendMail, InstantSource clock) {
        this.sendMail = sendMail;
        this.clock = clock;
    }

    /** Sends the notice in the current transaction. */
    public void send(MailKind kind, User user, Email to) {
        sendMail.send(kind, to, Map.of("name", user.fullName().value(), "time", MailTimes.text(clock.instant())), null);
    }
}
