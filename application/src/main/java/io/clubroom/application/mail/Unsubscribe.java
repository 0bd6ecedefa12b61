package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;

/** Unsubscribes a user from announcements or from mails about unread messages, for the holder of the link in such a mail (RFC 8058). */
public final class Unsubscribe {
    public sealed interface Result {
        record Unsubscribed(Subscription subscription) implements Result {}

        /** The token is invalid, or the user has been removed. */
        record TokenInvalid() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final UnsubscribeTokens tokens;
    private final InstantSource clock;

    public Unsubscribe(Transactions transactions, Users users, UnsubscribeTokens tokens, InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.tokens = tokens;
        this.clock = clock;
    }

    public Result unsubscribe(String token) {
        return tokens.subscriber(token)
                .<Result>flatMap(subscriber -> transactions.call(
                        () -> users.lock(subscriber.user()).map(user -> unsubscribe(user, subscriber.subscription()))))
                .orElseGet(Result.TokenInvalid::new);
    }

    private Result unsubscribe(User user, Subscription subscription) {
        switch (subscription) {
            case ANNOUNCEMENTS -> {
                if (user.announcements()) {
                    change(user, UserChange.NOTHING.withAnnouncements(false));
                }
            }
            case UNREAD_MESSAGES -> {
                if (user.emailNotices() != EmailNotices.OFF) {
                    change(user, UserChange.NOTHING.withEmailNotices(EmailNotices.OFF));
                }
            }
        }
        return new Result.Unsubscribed(subscription);
    }

    private void change(User user, UserChange change) {
        users.update(user.changed(change, clock.instant()));
    }
}
