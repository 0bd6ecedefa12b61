package io.clubroom.domain.mail;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stores mails that are to be sent or were sent. The content of a mail is stored encrypted until it is sent.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Outbox {
    /** Adds a mail, due at once, in the current transaction. */
    default void add(OutgoingMail mail) {
        add(mail, null);
    }

    /**
     * Like {@link #add(OutgoingMail)}.
     *
     * @param recipient {@link DueMail#recipient}, null for none
     */
    void add(OutgoingMail mail, @Nullable UserId recipient);

    /**
     * Adds an announcement for each active user of the audience who accepts announcements, in the current transaction. Mails of other kinds
     * are sent first.
     *
     * @return the number of recipients
     */
    int announce(Announcement announcement, Audience audience, Instant createdAt);

    /**
     * Locks the next mail that is due, calls the attempt, and records its outcome. Until then no other caller on any node gets the mail;
     * mails locked by others are skipped. If this node crashes during the attempt, or the attempt throws, nothing is recorded, and the mail
     * is due as before. {@link Attempt.Sent} removes the content of the mail.
     *
     * <p>Must not be called within a transaction. The attempt may read from other ports. What it stores in them is committed together with
     * the outcome. It may take 30 seconds, during which it blocks no other caller.
     *
     * @return empty if no mail is due
     */
    Optional<Attempted> attemptNext(Instant now, Function<DueMail, Attempt> attempt);

    Optional<Mail> find(MailId id);

    /**
     * Lists up to {@code limit} mails, newest first.
     *
     * @param status null for all
     * @param after null to begin at the newest
     */
    List<Mail> list(@Nullable MailStatus status, @Nullable Position after, int limit);

    /** Makes a failed mail due at once, with no attempts counted. Returns false if it has not failed. */
    boolean retry(MailId id, Instant now);

    Waiting waiting();

    /**
     * Removes the mails that were created before this time and are not queued, and the content of announcements that no queued mail needs.
     */
    void removeOld(Instant before);

    /**
     * A mail that is due.
     *
     * @param attempts the number of earlier attempts
     * @param recipient the recipient of an announcement or of a mail about unread messages; null for other kinds
     */
    record DueMail(
            OutgoingMail mail, int attempts, @Nullable UserId recipient) {}

    /** An announcement by an administrator. */
    record Announcement(String subject, String text) {}

    /** The users to whom an announcement is addressed. */
    sealed interface Audience {
        record Everybody() implements Audience {}

        record WithRole(Role role) implements Audience {}

        record Listed(Set<UserId> users) implements Audience {}
    }

    /** The outcome of an attempt. */
    sealed interface Attempt {
        record Sent(Instant at) implements Attempt {}

        record Failed(String error) implements Attempt {}

        record Retry(String error, Instant nextAt) implements Attempt {}
    }

    /** The outcome of attempting a mail that was due. */
    record Attempted(MailKind kind, Attempt attempt) {}

    /** The position in a list after a mail. */
    record Position(Instant createdAt, MailId id) {}

    /**
     * The state of the queue.
     *
     * @param oldest when the oldest queued mail was created, null if there is none
     */
    record Waiting(long mails, @Nullable Instant oldest) {}
}
