package io.clubroom.web.support;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Users whose store fails or hangs while a test wants it to. */
public final class FailingUsers implements Users {
    private final Users users;
    private volatile Runnable trouble = () -> {};

    FailingUsers(Users users) {
        this.users = users;
    }

    public void failWith(Supplier<? extends RuntimeException> failure) {
        trouble = () -> {
            throw failure.get();
        };
    }

    /** Runs this before every subsequent call. */
    public void hang(Runnable wait) {
        trouble = wait;
    }

    public void recover() {
        trouble = () -> {};
    }

    private Users reached() {
        trouble.run();
        return users;
    }

    @Override
    public void add(User user) {
        reached().add(user);
    }

    @Override
    public Optional<User> find(UserId id) {
        return reached().find(id);
    }

    @Override
    public CompletionStage<Optional<User>> findAsync(UserId id) {
        // The port promises not to block the caller.
        return CompletableFuture.supplyAsync(() -> reached().find(id), task -> Thread.startVirtualThread(task));
    }

    @Override
    public Optional<User> findByEmail(Email email) {
        return reached().findByEmail(email);
    }

    @Override
    public Optional<TakenNames> taken(UserId id, Username username, Email email) {
        return reached().taken(id, username, email);
    }

    @Override
    public Optional<User> lock(UserId id) {
        return reached().lock(id);
    }

    @Override
    public Optional<User> lockExclusively(UserId id) {
        return reached().lockExclusively(id);
    }

    @Override
    public void update(User user) {
        reached().update(user);
    }

    @Override
    public void remove(UserId id) {
        reached().remove(id);
    }

    @Override
    public boolean welcome(UserId id) {
        return reached().welcome(id);
    }

    @Override
    public void renewPasswordHash(UserId id, PasswordHash old, PasswordHash renewed) {
        reached().renewPasswordHash(id, old, renewed);
    }
}
