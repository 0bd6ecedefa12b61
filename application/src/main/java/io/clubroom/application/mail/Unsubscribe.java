package io.clubroom.application.mail;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Optional;

/** Ends the announcements to a user, for whoever has the link in one of them (RFC 8058). */
public final class Unsubscribe {
    public sealed interface Result {
        record Unsubscribed() implements Result {}

        /** The token is not one of ours, or the user has been removed. */
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
        Optional<UserId> id = tokens.user(token);
        return id.<Result>flatMap(
                        user -> transactions.call(() -> users.lock(user).map(this::unsubscribe)))
                .orElseGet(Result.TokenInvalid::new);
    }

    private Result unsubscribe(User user) {
        if (user.announcements()) {
            users.update(user.changed(UserChange.NOTHING.withAnnouncements(false), clock.instant()));
        }
        return new Result.Unsubscribed();
    }
}
