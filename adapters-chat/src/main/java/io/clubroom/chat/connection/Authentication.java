package io.clubroom.chat.connection;

import io.clubroom.application.user.GetUser;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.User;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies access tokens and reads their users. Does not block: tokens are verified in memory, and users are loaded in batches
 * ({@link GetUser}). Each connection has at most one authentication in progress, which bounds the number of pending ones.
 */
@Singleton
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);

    sealed interface Result {
        record Authenticated(VerifiedToken token, Participant user) implements Result {}

        record InvalidToken() implements Result {}

        /** The token could not be verified, because the database was unreachable or because of a bug. */
        record Failed(ErrorCode code) implements Result {}
    }

    private final AccessTokenVerifier tokens;
    private final GetUser getUser;

    Authentication(AccessTokenVerifier tokens, GetUser getUser) {
        this.tokens = tokens;
        this.getUser = getUser;
    }

    /** @param callback called once, before this method returns or later, on any thread; must not block */
    void authenticate(String token, Consumer<Result> callback) {
        try {
            Optional<VerifiedToken> verified = tokens.verify(token);
            if (verified.isEmpty()) {
                callback.accept(new Result.InvalidToken());
                return;
            }
            getUser.get(verified.get().bearer(), verified.get().bearer().id())
                    .whenComplete((found, failure) ->
                            callback.accept(failure == null ? result(verified.get(), found) : failed(failure)));
        } catch (RuntimeException failure) {
            callback.accept(failed(failure));
        }
    }

    private static Result result(VerifiedToken token, GetUser.Result found) {
        return switch (found) {
            case GetUser.Result.Found(User user) ->
                user.active() ? new Result.Authenticated(token, Participant.of(user)) : new Result.InvalidToken();
            case GetUser.Result.NotAllowed _, GetUser.Result.NotFound _ -> new Result.InvalidToken();
        };
    }

    private static Result failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Unavailable) {
            return new Result.Failed(ErrorCode.UNAVAILABLE);
        }
        LOG.error("Cannot authenticate a chat client", cause);
        return new Result.Failed(ErrorCode.INTERNAL_ERROR);
    }
}
