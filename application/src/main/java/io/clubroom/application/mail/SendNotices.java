package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.Absences.Absence;
import io.clubroom.domain.chat.NoticeDelay;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.chat.UnreadMessages;
import io.clubroom.domain.mail.MailId;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.MailSignal;
import io.clubroom.domain.mail.MailTemplates;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Queues mails to users who have been absent from the chat for some time and have unread messages addressed to them. */
public final class SendNotices {
    /** @param isComplete whether nothing is left to do now */
    public record Result(boolean isComplete) {}

    private static final int NEWS = 1_000;

    private final Transactions transactions;
    private final Absences absences;
    private final Notices notices;
    private final Users users;
    private final Outbox outbox;
    private final MailTemplates templates;
    private final NoticeDelay delay;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final MailSignal signal;

    public SendNotices(
            Transactions transactions,
            Absences absences,
            Notices notices,
            Users users,
            Outbox outbox,
            MailTemplates templates,
            NoticeDelay delay,
            InstantSource clock,
            Supplier<UUID> ids,
            MailSignal signal) {
        this.transactions = transactions;
        this.absences = absences;
        this.notices = notices;
        this.users = users;
        this.outbox = outbox;
        this.templates = templates;
        this.delay = delay;
        this.clock = clock;
        this.ids = ids;
        this.signal = signal;
    }

    /** Does one step: looks for new messages, then examines one absence. Several nodes may do so concurrently. */
    public Result send() {
        boolean more = absences.noteNews(NEWS);
        Instant latest = clock.instant().minus(delay.length());
        boolean looked = transactions.call(() -> {
            Optional<Absence> absence = absences.lockNext(latest);
            absence.ifPresent(next -> absences.examined(next.user(), examine(next, latest)));
            return absence.isPresent();
        });
        return new Result(!more && !looked);
    }

    /** @return the time from which the absence waits to be examined again, null if it does not */
    private @Nullable Instant examine(Absence absence, Instant latest) {
        if (absence.since() != null && absence.since().isAfter(latest)) {
            return absence.since();
        }
        Optional<User> user = users.find(absence.user()).filter(UnreadMessagesMail::isWantedBy);
        if (user.isEmpty()) {
            return null;
        }
        Instant again = null;
        for (UnreadMessages unread : notices.unread(user.get(), absence.number(), 1)) {
            if (!unread.since().isAfter(latest)) {
                queue(user.get(), unread, absence);
            } else if (again == null || unread.since().isBefore(again)) {
                again = unread.since();
            }
        }
        return again;
    }

    private void queue(User user, UnreadMessages unread, Absence absence) {
        MailKind kind = MailKind.UNREAD_MESSAGES;
        OutgoingMail mail = new OutgoingMail(
                new MailId(ids.get()),
                kind,
                user.email(),
                templates.subject(kind, UnreadMessagesMail.ofSubject(user)),
                UnreadMessagesMail.content(unread.room(), absence.number()),
                clock.instant(),
                null);
        outbox.add(mail, user.id());
        notices.queued(user.id(), unread.room(), absence.number());
        transactions.afterCommit(signal::mailsAdded);
    }
}
