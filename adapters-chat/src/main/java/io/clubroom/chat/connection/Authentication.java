package io.clubroom.chat.connection;

import io.clubroom.application.user.GetUser;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.user.User;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Verifies access tokens and reads the users who hold them, on threads of its own. */
@Singleton
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
    private static final int THREADS = 2;

    sealed interface Result {
        record Authenticated(VerifiedToken token, Participant user) implements Result {}

        record InvalidToken() implements Result {}

        /** The token could not be verified now. */
        record Failed(ErrorCode code) implements Result {}
    }

    private final AccessTokenVerifier tokens;
    private final GetUser getUser;
    private final ExecutorService executor;

    @Inject
    Authentication(AccessTokenVerifier tokens, GetUser getUser) {
        this(
                tokens,
                getUser,
                Executors.newFixedThreadPool(
                        THREADS,
                        Thread.ofPlatform()
                                .daemon()
                                .name("chat-authentication-", 1)
                                .factory()));
    }

    Authentication(AccessTokenVerifier tokens, GetUser getUser, ExecutorService executor) {
        this.tokens = tokens;
        this.getUser = getUser;
        this.executor = executor;
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }

    /** Returns at once; the callback runs on another thread. */
    void authenticate(String token, Consumer<Result> callback) {
        try {
            executor.execute(() -> callback.accept(authenticate(token)));
        } catch (RejectedExecutionException stopped) {
            callback.accept(new Result.Failed(ErrorCode.OVERLOADED));
        }
    }

    private Result authenticate(String token) {
        try {
            Optional<VerifiedToken> verified = tokens.verify(token);
            if (verified.isEmpty()) {
                return new Result.InvalidToken();
            }
            return switch (getUser.get(
                            verified.get().bearer(), verified.get().bearer().id())
                    .toCompletableFuture()
                    .join()) {
                case GetUser.Result.Found(User user) ->
                    user.active()
                            ? new Result.Authenticated(verified.get(), Participant.of(user))
                            : new Result.InvalidToken();
                case GetUser.Result.NotAllowed _, GetUser.Result.NotFound _ -> new Result.InvalidToken();
            };
        } catch (Unavailable unavailable) {
            return new Result.Failed(ErrorCode.UNAVAILABLE);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof Unavailable) {
                return new Result.Failed(ErrorCode.UNAVAILABLE);
            }
            LOG.error("Cannot authenticate a chat client", failure.getCause());
            return new Result.Failed(ErrorCode.INTERNAL_ERROR);
        } catch (RuntimeException failure) {
            LOG.error("Cannot authenticate a chat client", failure);
            return new Result.Failed(ErrorCode.INTERNAL_ERROR);
        }
    }
}
