package io.clubroom.application.mail;

import io.clubroom.domain.PublicUrl;
import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.Mailer;
import io.clubroom.domain.mail.Outbox;
import io.clubroom.domain.mail.Outbox.Attempt;
import io.clubroom.domain.mail.Outbox.DueMail;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends the next mail that is due. */
public final class DeliverMails {
    /** The pauses after failed attempts, in order. If the attempt after the last pause fails, the mail has failed. */
    static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(24));

    private static final String PRODUCT = "Clubroom";
    private static final int MAX_ERROR_LENGTH = 500;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cc}+");

    public sealed interface Result {
        record NothingDue() implements Result {}

        record Attempted(MailKind kind, Attempt attempt, Server server) implements Result {}
    }

    /** The state of the mail server according to an attempt. */
    public enum Server {
        NOT_ASKED,
        WORKS,
        FAILS
    }

    private final Outbox outbox;
    private final Users users;
    private final Mailer mailer;
    private final InstantSource clock;
    private final UnsubscribeTokens unsubscribeTokens;
    private final PublicUrl publicUrl;
    private final UnreadMessagesMail unreadMessages;

    public DeliverMails(
            Outbox outbox,
            Users users,
            Absences absences,
            Notices notices,
            Mailer mailer,
            InstantSource clock,
            UnsubscribeTokens unsubscribeTokens,
            PublicUrl publicUrl) {
        this.outbox = outbox;
        this.users = users;
        this.mailer = mailer;
        this.clock = clock;
        this.unsubscribeTokens = unsubscribeTokens;
        this.publicUrl = publicUrl;
        this.unreadMessages = new UnreadMessagesMail(users, absences, notices, unsubscribeTokens, publicUrl);
    }

    /** Must not be called within a transaction. Takes as long as {@link Mailer#send}. */
    public Result deliverNext() {
        Delivery delivery = new Delivery();
        return outbox.attemptNext(clock.instant(), delivery::attempt)
                .<Result>map(done -> new Result.Attempted(done.kind(), done.attempt(), delivery.server))
                .orElseGet(Result.NothingDue::new);
    }

    private final class Delivery {
        private Server server = Server.NOT_ASKED;

        Attempt attempt(DueMail due) {
            Instant expiresAt = due.mail().expiresAt();
            if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
                return new Attempt.Failed("what the mail offers has ended");
            }
            return switch (due.mail().kind()) {
                case ANNOUNCEMENT -> announce(due);
                case UNREAD_MESSAGES -> sendUnreadMessages(due);
                default -> send(due, due.mail().variables());
            };
        }

        private Attempt announce(DueMail due) {
            Optional<User> recipient = recipient(due.recipient());
            if (recipient.isEmpty()) {
                return new Attempt.Failed("the recipient takes no announcements any more");
            }
            Map<String, String> variables = new HashMap<>(due.mail().variables());
            variables.put("name", recipient.get().fullName().value());
            variables.put(
                    "unsubscribe_link",
                    unsubscribeTokens.link(recipient.get().id(), Subscription.ANNOUNCEMENTS, publicUrl));
            return send(due, variables);
        }

        private Attempt sendUnreadMessages(DueMail due) {
            Optional<UnreadMessagesMail.Written> written = unreadMessages.write(due);
            if (written.isEmpty()) {
                return new Attempt.Failed("there is nothing to tell any more");
            }
            Attempt attempt = send(due, written.get().variables());
            if (attempt instanceof Attempt.Sent) {
                written.get().whenSent().run();
            }
            return attempt;
        }

        private Attempt send(DueMail due, Map<String, String> shown) {
            Map<String, String> variables = new HashMap<>(shown);
            variables.put("email", due.mail().to().value());
            variables.put("public_url", publicUrl.get());
            variables.put("product", PRODUCT);
            return attempt(outcome(with(due.mail(), variables)), due.attempts());
        }

        private Optional<User> recipient(@Nullable UserId id) {
            return id == null ? Optional.empty() : users.find(id).filter(user -> user.active() && user.announcements());
        }

        private Mailer.Outcome outcome(OutgoingMail mail) {
            try {
                return mailer.send(mail);
            } catch (RuntimeException bug) {
                // Otherwise the mail would be due again at once and hold up all others. The exception's message is left
                // out,
                // because it may quote the mail.
                StackTraceElement[] trace = bug.getStackTrace();
                return new Mailer.Outcome.Deferred(
                        bug.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]), false);
            }
        }

        private Attempt attempt(Mailer.Outcome outcome, int attemptsBefore) {
            return switch (outcome) {
                case Mailer.Outcome.Sent() -> {
                    server = Server.WORKS;
                    yield new Attempt.Sent(clock.instant());
                }
                case Mailer.Outcome.Refused(String reason) -> {
                    server = Server.WORKS;
                    yield new Attempt.Failed(line(reason));
                }
                case Mailer.Outcome.Deferred(String reason, boolean isServerFault) -> {
                    server = isServerFault ? Server.FAILS : Server.WORKS;
                    yield attemptsBefore < PAUSES.size()
                            ? new Attempt.Retry(line(reason), clock.instant().plus(PAUSES.get(attemptsBefore)))
                            : new Attempt.Failed(line(reason));
                }
            };
        }
    }

    private static OutgoingMail with(OutgoingMail mail, Map<String, String> variables) {
        return new OutgoingMail(
                mail.id(), mail.kind(), mail.to(), mail.subject(), variables, mail.createdAt(), mail.expiresAt());
    }

    /** Returns the reason as one line of limited length, because mail servers may answer anything. */
    private static String line(String reason) {
        String line = CONTROL_CHARACTERS.matcher(reason).replaceAll(" ").strip();
        if (line.length() <= MAX_ERROR_LENGTH) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, MAX_ERROR_LENGTH - 1)));
    }
}
