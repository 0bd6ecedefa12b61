package io.clubroom.application.mail;

import io.clubroom.domain.user.Users;

/** Describes what the unsubscribe link of a mail ends, without using it. */
public final class DescribeUnsubscription {
    public sealed interface Result {
        record Valid(Subscription subscription) implements Result {}

        /** The token is invalid, or the user has been removed. */
        record Invalid() implements Result {}
    }

    private final Users users;
    private final UnsubscribeTokens tokens;

    public DescribeUnsubscription(Users users, UnsubscribeTokens tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    public Result describe(String token) {
        return tokens.subscriber(token)
                .filter(subscriber -> users.find(subscriber.user()).isPresent())
                .<Result>map(subscriber -> new Result.Valid(subscriber.subscription()))
                .orElseGet(Result.Invalid::new);
    }
}
