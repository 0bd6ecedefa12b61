package io.clubroom.application.mail;

import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.util.Optional;

/** Tells whether the link in an announcement ends announcements; changes nothing. */
public final class DescribeUnsubscription {
    public sealed interface Result {
        record Valid() implements Result {}

        /** The token is not one of ours, or the user has been removed. */
        record Invalid() implements Result {}
    }

    private final Users users;
    private final UnsubscribeTokens tokens;

    public DescribeUnsubscription(Users users, UnsubscribeTokens tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    public Result describe(String token) {
        Optional<UserId> user = tokens.user(token);
        return user.flatMap(users::find).isPresent() ? new Result.Valid() : new Result.Invalid();
    }
}
