package io.clubroom.chat.connection;

import io.clubroom.application.user.GetUser;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.AccessTokenVerifier;
import io.clubroom.domain.auth.AccessTokenVerifier.Verified;
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

/** Finds out who holds a token. */
@Singleton
final class Authentication {
    private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
    private static final int THREADS = 2;

    /** What came of it. */
    sealed interface Result {
        record Known(Verified token, Participant user) implements Result {}

        record BadToken() implements Result {}

        /** It may be another time. */
        record NotNow(ErrorCode code) implements Result {}
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

    /** Returns at once; the result comes on another thread. */
    void authenticate(String token, Consumer<Result> then) {
        try {
            executor.execute(() -> then.accept(authenticate(token)));
        } catch (RejectedExecutionException stopped) {
            then.accept(new Result.NotNow(ErrorCode.OVERLOADED));
        }
    }

    private Result authenticate(String token) {
        try {
            Optional<Verified> verified = tokens.verify(token);
            if (verified.isEmpty()) {
                return new Result.BadToken();
            }
            return switch (getUser.get(
                            verified.get().bearer(), verified.get().bearer().id())
                    .toCompletableFuture()
                    .join()) {
                case GetUser.Result.Found(User user) ->
                    user.active() ? new Result.Known(verified.get(), Participant.of(user)) : new Result.BadToken();
                case GetUser.Result.NotAllowed _, GetUser.Result.NotFound _ -> new Result.BadToken();
            };
        } catch (Unavailable unavailable) {
            return new Result.NotNow(ErrorCode.UNAVAILABLE);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof Unavailable) {
                return new Result.NotNow(ErrorCode.UNAVAILABLE);
            }
            LOG.error("The chat cannot authenticate a user", failure.getCause());
            return new Result.NotNow(ErrorCode.INTERNAL_ERROR);
        } catch (RuntimeException failure) {
            LOG.error("The chat cannot authenticate a user", failure);
            return new Result.NotNow(ErrorCode.INTERNAL_ERROR);
        }
    }
}
