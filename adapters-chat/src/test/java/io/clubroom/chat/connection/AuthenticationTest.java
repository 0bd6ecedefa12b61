package io.clubroom.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.user.GetUser;
import io.clubroom.chat.connection.Authentication.Result;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.VerifiedToken;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
    private final User user = UserFixture.user().build();
    private final VerifiedToken token = new VerifiedToken(Actor.SignedIn.of(user), Instant.MAX);
    private final PendingUsers users = new PendingUsers();
    private final Authentication authentication =
            new Authentication(text -> text.equals("good") ? Optional.of(token) : Optional.empty(), new GetUser(users));
    private final List<Result> results = new ArrayList<>();

    /** Finds a user when the test says so. */
    private static final class PendingUsers implements Users {
        final List<CompletableFuture<Optional<User>>> reads = new ArrayList<>();

        @Override
        public CompletionStage<Optional<User>> findAsync(UserId id) {
            CompletableFuture<Optional<User>> read = new CompletableFuture<>();
            reads.add(read);
            return read;
        }

        @Override
        public Optional<User> find(UserId id) {
            throw new AssertionError("this would block");
        }

        @Override
        public Optional<User> findByEmail(Email email) {
            throw new AssertionError("this would block");
        }

        @Override
        public Optional<TakenNames> taken(UserId id, Username username, Email email) {
            throw new AssertionError("this would block");
        }

        @Override
        public Optional<User> lock(UserId id) {
            throw new AssertionError("this would block");
        }

        @Override
        public Optional<User> lockExclusively(UserId id) {
            throw new AssertionError("this would block");
        }

        @Override
        public void add(User added) {
            throw new AssertionError("nothing is changed");
        }

        @Override
        public void update(User changed) {
            throw new AssertionError("nothing is changed");
        }

        @Override
        public void remove(UserId id) {
            throw new AssertionError("nothing is changed");
        }

        @Override
        public boolean welcome(UserId id) {
            throw new AssertionError("nothing is changed");
        }

        @Override
        public void renewPasswordHash(UserId id, PasswordHash old, PasswordHash renewed) {
            throw new AssertionError("nothing is changed");
        }
    }

    private void authenticate(String text) {
        authentication.authenticate(text, results::add);
    }

    @Test
    void many_users_are_read_at_the_same_time_without_a_thread_that_waits() {
        for (int i = 0; i < 100; i++) {
            authenticate("good");
        }
        assertThat(users.reads).hasSize(100);
        assertThat(results).isEmpty();

        users.reads.forEach(read -> read.complete(Optional.of(user)));

        assertThat(results).hasSize(100).containsOnly(new Result.Authenticated(token, Participant.of(user)));
    }

    @Test
    void refuses_an_invalid_token_without_reading_a_user() {
        authenticate("forged");

        assertThat(results).containsExactly(new Result.InvalidToken());
        assertThat(users.reads).isEmpty();
    }

    @Test
    void refuses_users_who_are_gone_or_inactive() {
        authenticate("good");
        authenticate("good");
        users.reads.getFirst().complete(Optional.empty());
        users.reads.getLast().complete(Optional.of(UserFixture.user().inactive().build()));

        assertThat(results).containsExactly(new Result.InvalidToken(), new Result.InvalidToken());
    }

    @Test
    void tells_an_unreachable_store_from_a_fault() {
        authenticate("good");
        authenticate("good");
        users.reads
                .getFirst()
                .completeExceptionally(new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(1), "away", null));
        users.reads.getLast().completeExceptionally(new IllegalStateException("made by the test"));

        assertThat(results)
                .containsExactly(new Result.Failed(ErrorCode.UNAVAILABLE), new Result.Failed(ErrorCode.INTERNAL_ERROR));
    }
}
