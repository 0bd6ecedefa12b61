package io.clubroom.application.mail;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.Outbox;

/** Reads the state of a mail in the outbox; only for administrators. */
public final class GetMail {
    public sealed interface Result {
        record Found(Mail mail) implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}
    }

    private final Outbox outbox;

    public GetMail(Outbox outbox) {
        this.outbox = outbox;
    }

    public Result get(Actor actor, MailId id) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        return outbox.find(id).<Result>map(Result.Found::new).orElseGet(Result.NotFound::new);
    }
}
