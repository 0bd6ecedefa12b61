package io.clubroom.application.mail;

import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.User;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Notifies a user of a change of a second factor or a passkey. */
public final class SendFactorNotice {
    private final SendMail sendMail;
    private final InstantSource clock;

    public SendFactorNotice(SendMail sendMail, InstantSource clock) {
        this.sendMail = sendMail;
        this.clock = clock;
    }

    /**
     * Sends the notice in the current transaction.
     *
     * @param details the variables of the kind other than the user's name and the time, such as {@code factor}
     */
    public void send(MailKind kind, User user, Map<String, String> details) {
        Map<String, String> variables = new HashMap<>(details);
        variables.put("name", user.fullName().value());
        variables.put("time", MailTimes.text(clock.instant()));
        sendMail.send(kind, user.email(), variables, null);
    }
}
