package io.clubroom.application.mail;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.mail.Mail;
import io.clubroom.domain.mail.MailStatus;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.Outbox.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the mails of the outbox, newest first; only for administrators. */
public final class ListMails {
    public sealed interface Result {
        /** @param more whether more mails follow */
        record Page(List<Mail> mails, boolean more) implements Result {}

        record NotAllowed() implements Result {}
    }

    private final Outbox outbox;

    public ListMails(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * @param status null for all
     * @param after the last mail of the previous page, null to begin at the newest
     */
    public Result list(Actor actor, @Nullable MailStatus status, @Nullable Position after, int limit) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        // One extra mail tells whether there is a next page.
        List<Mail> found = outbox.list(status, after, limit + 1);
        boolean more = found.size() > limit;
        return new Result.Page(more ? found.subList(0, limit) : found, more);
    }
}
