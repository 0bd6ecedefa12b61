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
 * The mails that wait to be sent, and those that were. What a mail says is stored encrypted until it is sent.
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
     * @param recipient the user that {@link DueMail#recipient} names, null for none
     */
    void add(OutgoingMail mail, @Nullable UserId recipient);

    /**
     * Adds an announcement to each active user of the audience who takes announcements, in the current transaction. Mails of other
     * kinds are sent first.
     *
     * @return the number of recipients
     */
    int announce(Announcement announcement, Audience audience, Instant createdAt);

    /**
     * Takes the next mail that is due, has it attempted, and records the outcome. Until then no other caller gets the mail, on any node;
     * mails that others have taken are skipped. If this node dies during the attempt, or the attempt throws, nothing is recorded, and the
     * mail is due as before. {@link Attempt.Sent} removes what the mail says.
     *
     * <p>Must not be called within a transaction. The attempt may read from other ports. What it stores in them is stored together with the
     * outcome. It may take 30 seconds, during which nobody waits for it.
     *
     * @return empty if no mail is due
     */
    Optional<Attempted> attemptNext(Instant now, Function<DueMail, Attempt> attempt);

    Optional<Mail> find(MailId id);

    /**
     * Lists up to {@code limit} mails, newest first.
     *
     * @param status null for all
     * @param after where to begin, null for the newest
     */
    List<Mail> list(@Nullable MailStatus status, @Nullable Position after, int limit);

    /** Makes a failed mail due at once, as if it had not been tried. Returns false if it has not failed. */
    boolean retry(MailId id, Instant now);

    Waiting waiting();

    /** Removes the mails that were created before this time and are not queued, and what nobody needs any more of announcements. */
    void removeOld(Instant before);

    /**
     * A mail that is due.
     *
     * @param attempts how often it was tried before
     * @param recipient the user whom an announcement, or a mail of unread messages, goes to, else null
     */
    record DueMail(
            OutgoingMail mail, int attempts, @Nullable UserId recipient) {}

    /** What an administrator announces. */
    record Announcement(String subject, String text) {}

    /** Users that an announcement is meant for. */
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

    /** What became of a mail that was due. */
    record Attempted(MailKind kind, Attempt attempt) {}

    /** The position in a list after a mail. */
    record Position(Instant createdAt, MailId id) {}

    /**
     * The queue.
     *
     * @param oldest when the oldest queued mail was created, null if there is none
     */
    record Waiting(long mails, @Nullable Instant oldest) {}
}
